/** One PUT with progress, which fetch does not tell. */

export type PutInput = {
  url: string
  body: Blob
  headers?: Record<string, string>
  /** True for Tandem's own addresses; Microsoft's upload address gets neither cookie nor token. */
  own: boolean
  signal: AbortSignal
  onSent?: (bytes: number) => void
}

export type PutAnswer = { status: number; json: unknown }

/** The network broke, or the address could not be reached. */
export class Broken extends Error {
  constructor() {
    super('the upload broke off')
    this.name = 'Broken'
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** @throws Broken, or the signal's reason */
export function put({ url, body, headers = {}, own, signal, onSent }: PutInput): Promise<PutAnswer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const request = new XMLHttpRequest()
    const stop = () => request.abort()
    const end = () => signal.removeEventListener('abort', stop)
    request.open('PUT', url)
    request.withCredentials = own
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => onSent?.(event.loaded)
    request.onload = () => {
      end()
      resolve({ status: request.status, json: parse(request.responseText) })
    }
    request.onerror = () => {
      end()
      reject(new Broken())
    }
    request.onabort = () => {
      end()
      reject(signal.aborted ? signal.reason : new Broken())
    }
    signal.addEventListener('abort', stop)
    request.send(body)
  })
}
