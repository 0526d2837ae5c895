'use client'

import type { ReactNode } from 'react'
import { useFormStatus } from 'react-dom'
import { Button } from '@/components/ui/button'
import type { ButtonStyle } from '@/components/ui/button-style'

type SubmitButtonProps = ButtonStyle & { icon?: ReactNode; className?: string; children: ReactNode }

/** The button of a form whose action leads to another page; busy while it is under way. */
export function SubmitButton(props: SubmitButtonProps) {
  const { pending } = useFormStatus()
  return <Button {...props} type="submit" busy={pending} />
}
