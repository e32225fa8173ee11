import { type ReactNode, useEffect, useId, useRef } from 'react'
import type { Failure } from '../failures.ts'
import { Alert, Close } from './icons.tsx'

/** The browser's own dialog: it keeps the focus, closes on Escape, and returns the focus afterwards. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string
  onClose: () => void
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const opener = document.activeElement
    const { current } = dialog
    current?.showModal()
    return () => {
      current?.close()
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <Close />
        </button>
      </header>
      {children}
    </dialog>
  )
}

interface FieldProps {
  label: string
  hint?: string
  error?: string | undefined
  children: (props: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': boolean
  }) => ReactNode
}

/** A field with its label, its hint, and what the service says about it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div className="field" data-error={error ? true : undefined}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': Boolean(error) })}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          <Alert /> {error}
        </p>
      )}
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** Why the service refused a form, when no single field is to blame. */
export function FormFailure({ failure }: { failure: Failure | undefined }) {
  if (!failure) return null
  return (
    <div className="notice" role="alert">
      <Alert />
      <div>
        <strong>{failure.title}</strong>
        <p>{failure.detail}</p>
      </div>
    </div>
  )
}

/** A button with only an icon. */
export function Action({
  label,
  onClick,
  children,
}: {
  label: string
  onClick: () => void
  children: ReactNode
}) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  )
}

interface FormButtonsProps {
  onClose: () => void
  isPending: boolean
  /** Whether the change is waiting for a connection. */
  isPaused: boolean
  label: string
}

export function FormButtons({ onClose, isPending, isPaused, label }: FormButtonsProps) {
  return (
    <footer>
      <button type="button" className="button" onClick={onClose}>
        Cancel
      </button>
      <button type="submit" className="button button-primary" disabled={isPending}>
        {isPaused ? 'Waits for the connection' : isPending ? 'Saving…' : label}
      </button>
    </footer>
  )
}

/** Shown where there is no data. */
export function Blank({
  title,
  children,
  action,
}: {
  title: string
  children: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="blank">
      <h3>{title}</h3>
      <p>{children}</p>
      {action}
    </div>
  )
}

export function LoadFailure({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  return (
    <div className="blank blank-failure" role="alert">
      <Alert />
      <h3>{failure.title}</h3>
      <p>{failure.detail}</p>
      {failure.requestId && (
        <p className="request-id">
          Request <code>{failure.requestId}</code>
        </p>
      )}
      <button type="button" className="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  )
}

/** Placeholders while data is loading. */
export function Skeleton({ rows }: { rows: number }) {
  return (
    <div className="skeleton">
      <p className="hidden">Loading…</p>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div className="bones" key={row}>
          <span className="bone" />
          <span className="bone" />
          <span className="bone" />
          <span className="bone" />
        </div>
      ))}
    </div>
  )
}

/** A monogram. The same name always has the same colour. */
export function Avatar({ name }: { name: string }) {
  const letters = name
    .split(/[\s.@]+/)
    .filter((word) => /^\p{L}/u.test(word))
    .slice(0, 2)
    .map(([first]) => first?.toUpperCase())
    .join('')
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7)
  return (
    <span className="avatar" aria-hidden="true" style={{ '--hue': hue } as React.CSSProperties}>
      {letters || '·'}
    </span>
  )
}

const country = new Intl.DisplayNames('en', { type: 'region' })

export function countryName(letters: string | undefined): string {
  try {
    return (letters && country.of(letters.toUpperCase())) || '—'
  } catch {
    // How many letters there are is not documented.
    return letters ?? '—'
  }
}

const dateFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })

export function When({ time }: { time: string | null | undefined }) {
  const date = time ? new Date(time) : undefined
  if (!date || Number.isNaN(date.getTime())) return <span className="faint">—</span>
  return <time dateTime={time ?? ''}>{dateFormat.format(date)}</time>
}
