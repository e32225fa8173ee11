import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { Gauge } from './ui/icons.tsx'

/** Conditions that the mock can simulate. The real services have no `/__mock/faults`. */
const conditions = [
  { name: 'Calm', about: 'Every call succeeds.', plan: { rules: [] } },
  {
    name: 'Slow',
    about: 'Each answer takes one to two seconds.',
    plan: { latency: { min: 1000, max: 2000 } },
  },
  {
    name: 'Throttled',
    about: 'Two calls in six seconds; the rest wait.',
    plan: { throttle: { requests: 2, seconds: 6 } },
  },
  {
    name: 'Lost answers',
    about: 'Changes are made, but their first answer is lost.',
    plan: { rules: [{ kind: 'reset', when: 'after', method: ['POST', 'PATCH', 'DELETE'], percent: 60 }] },
  },
  { name: 'Flaky', about: 'Every third call fails with a 5xx.', plan: { errorRate: 33 } },
  {
    name: 'Refusals',
    about: 'No change is taken.',
    plan: { rules: [{ kind: 'status', status: 403, method: ['POST', 'PATCH', 'DELETE'] }] },
  },
  {
    name: 'Outage',
    about: 'Nothing is answered.',
    plan: { rules: [{ kind: 'status', status: 503, retryAfter: 2 }] },
  },
]

const faults = new URL('/__mock/faults', location.origin)

/** Lets the user choose how the services behave. It is shown only when the console runs against the mock. */
export function Conditions() {
  const queryClient = useQueryClient()
  const [isThere, setIsThere] = useState(false)
  const [chosen, setChosen] = useState('Calm')
  const id = useId()
  useEffect(() => {
    fetch(faults).then(
      ({ ok }) => setIsThere(ok),
      () => {},
    )
  }, [])
  if (!isThere) return null
  const choose = async (name: string) => {
    const { plan } = conditions.find((each) => each.name === name) ?? {}
    await fetch(faults, { method: 'PUT', body: JSON.stringify(plan ?? {}) })
    setChosen(name)
    await queryClient.invalidateQueries()
  }
  return (
    <div className="conditions" data-calm={chosen === 'Calm' || undefined}>
      <label htmlFor={id}>
        <Gauge /> <span className="conditions-name">Conditions</span>
      </label>
      <select id={id} value={chosen} onChange={({ target }) => void choose(target.value)}>
        {conditions.map(({ name, about }) => (
          <option key={name} value={name} title={about}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
