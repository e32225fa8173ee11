import { useEffect, useSyncExternalStore } from 'react'
import { Alert, Check, Close, Undo } from './icons.tsx'

interface Toast {
  id: number
  text: string
  isFailure: boolean
  undo: (() => void) | undefined
}

let toasts: readonly Toast[] = []
let count = 0
const listeners = new Set<() => void>()
const change = (next: readonly Toast[]) => {
  toasts = next
  for (const listener of listeners) listener()
}
const close = (id: number) => change(toasts.filter((toast) => toast.id !== id))

/** Shows a message at the bottom of the page. @param undo Shown as a button beside the message. */
export function tell(text: string, undo?: () => void): void {
  change([...toasts.slice(-2), { id: ++count, text, isFailure: false, undo }])
}

export function tellFailure(text: string): void {
  change([...toasts.slice(-2), { id: ++count, text, isFailure: true, undo: undefined }])
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
  return (
    <section className="toasts" aria-label="Messages" aria-live="polite">
      {shown.map((toast) => (
        <Message key={toast.id} {...toast} />
      ))}
    </section>
  )
}

function Message({ id, text, isFailure, undo }: Toast) {
  useEffect(() => {
    const timer = setTimeout(() => close(id), undo || isFailure ? 30_000 : 10_000)
    return () => clearTimeout(timer)
  }, [id, isFailure, undo])
  return (
    <div className="toast" data-failure={isFailure || undefined}>
      {isFailure ? <Alert /> : <Check />}
      <p>{text}</p>
      {undo && (
        <button
          type="button"
          className="button"
          onClick={() => {
            close(id)
            undo()
          }}
        >
          <Undo /> Undo
        </button>
      )}
      <button type="button" className="icon-button" aria-label="Close this message" onClick={() => close(id)}>
        <Close />
      </button>
    </div>
  )
}
