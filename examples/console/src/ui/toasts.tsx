import { useEffect } from 'react'
import { createStore } from '../store.ts'
import { Alert, Check, Close, Undo } from './icons.tsx'

interface Toast {
  id: number
  text: string
  isFailure: boolean
  undo: (() => void) | undefined
}

let count = 0
const toasts = createStore<readonly Toast[]>([])
const add = (toast: Omit<Toast, 'id'>) =>
  toasts.change((before) => [...before.slice(-2), { id: ++count, ...toast }])
const close = (id: number) => toasts.change((before) => before.filter((toast) => toast.id !== id))

/** Shows a message at the bottom of the page. @param undo Shown as a button beside the message. */
export function tell(text: string, undo?: () => void): void {
  add({ text, isFailure: false, undo })
}

export function tellFailure(text: string): void {
  add({ text, isFailure: true, undo: undefined })
}

export function Toasts() {
  return (
    <section className="toasts" aria-label="Messages" aria-live="polite">
      {toasts.use().map((toast) => (
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
