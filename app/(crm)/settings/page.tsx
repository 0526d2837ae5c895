import { redirect } from 'next/navigation'

/** Settings open with what people come for most. */
export default function SettingsPage(): never {
  redirect('/settings/integrations')
}
