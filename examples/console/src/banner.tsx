import { onlineManager } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useWaits } from './activity.ts'
import { Clock, Unplugged } from './ui/icons.tsx'

const useOnline = () =>
  useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  )

/** Says why nothing happens: there is no connection, or the service asked for a pause. */
export function Banner() {
  const isOnline = useOnline()
  const waits = useWaits()
  const latest = waits.toSorted((one, other) => other.until - one.until)[0]
  return (
    <div className="banners" role="status">
      {!isOnline && (
        <p className="banner banner-offline">
          <Unplugged /> You are offline. What you change is kept and sent when the connection is back.
        </p>
      )}
      {isOnline && latest && (
        <p className="banner">
          <Clock />
          <span>
            {latest.service} {latest.throttled ? 'asks for a pause.' : 'does not answer.'} Trying again{' '}
            <Countdown until={latest.until} />
          </span>
        </p>
      )}
    </div>
  )
}

function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.ceil((until - now) / 1000)
  // Read out once, not every second.
  return <span aria-hidden="true">{seconds > 0 ? `in ${seconds} s.` : 'now.'}</span>
}
