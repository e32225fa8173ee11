import { type Ended, useLatest } from './activity.ts'
import { Copy } from './ui/icons.tsx'
import { Action } from './ui/parts.tsx'
import { tell } from './ui/toasts.tsx'

/** What was sent to the services: to see why the console is slow, and what to tell their support. */
export function Calls() {
  return (
    <footer className="calls">
      <details>
        <summary>Latest calls</summary>
        <ul>
          {useLatest().map((ended) => (
            <Call key={ended.id} {...ended} />
          ))}
        </ul>
      </details>
    </footer>
  )
}

function Call({ service, method, path, attempt, status, duration, requestId }: Ended) {
  const copy = async (id: string) => {
    await navigator.clipboard.writeText(id)
    tell('The request id is copied.')
  }
  return (
    <li>
      <code>
        {method} {path}
      </code>
      <small>
        {service}, {status ?? 'no answer'}, {Math.round(duration)} ms
        {attempt > 1 && `, attempt ${attempt}`}
      </small>
      {requestId && (
        <Action label={`Copy the request id of ${method} ${path}`} onClick={() => void copy(requestId)}>
          <Copy />
        </Action>
      )}
    </li>
  )
}
