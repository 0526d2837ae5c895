// Preloaded into every process of the stack (node --import): when the launcher goes away, however it went, its end of
// this pipe closes, and the process ends with its whole group. Without it a killed launcher would leave servers behind.
import { Socket } from 'node:net'
import { isMainThread } from 'node:worker_threads'

const fd = Number(process.env.TANDEM_LEASH_FD)
// Processes that this one forks inherit the preload but not the pipe.
delete process.env.TANDEM_LEASH_FD

if (isMainThread && fd > 2) {
  const end = () => {
    signalGroup('SIGTERM')
    setTimeout(() => signalGroup('SIGKILL'), 2000)
  }
  const pipe = new Socket({ fd, readable: true, writable: false })
  pipe.on('error', () => {})
  pipe.once('close', end)
  pipe.resume()
  pipe.unref()
}

function signalGroup(signal) {
  try {
    process.kill(-process.pid, signal)
  } catch {
    process.kill(process.pid, signal)
  }
}
