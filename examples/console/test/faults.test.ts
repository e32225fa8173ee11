import type { FaultPlan, FaultRule, Mock } from '@clientele/mock'
import { describe, expect, test } from 'vitest'
import { type Page, startConsole, textsSeen } from './console.ts'

const open = startConsole()

const rows = (page: Page) => page.locator('tbody tr')
const reads = { path: '/Customers', method: 'GET' } as const
const writes = { method: ['POST', 'PATCH', 'DELETE'] }

/** Every kind of fault that the mock knows. */
type Kind = FaultRule['kind']

const survived: { fault: FaultRule; sees?: string }[] = [
  {
    fault: { kind: 'status', status: 503, retryAfter: 1, count: 1 },
    sees: 'Microsoft Graph does not answer.',
  },
  {
    fault: { kind: 'status', status: 429, retryAfter: 1, count: 1 },
    sees: 'Microsoft Graph asks for a pause.',
  },
  { fault: { kind: 'status', status: 401, count: 1 } },
  { fault: { kind: 'status', status: 504, count: 1 } },
  { fault: { kind: 'latency', latency: 400 }, sees: 'Loading…' },
  { fault: { kind: 'reset', count: 1 } },
  { fault: { kind: 'reset', when: 'after', count: 1 } },
  { fault: { kind: 'truncate', count: 1 } },
  { fault: { kind: 'html', count: 1 } },
  { fault: { kind: 'contentType', contentType: 'text/plain' } },
]

const budget: FaultRule = { kind: 'throttle', requests: 1, seconds: 2 }

const shown: { fault: FaultRule; sees: string }[] = [
  {
    fault: { kind: 'status', status: 400, message: 'The filter cannot be read.' },
    sees: 'The filter cannot be read.',
  },
  { fault: { kind: 'status', status: 401 }, sees: 'Your sign-in has ended' },
  { fault: { kind: 'status', status: 403 }, sees: 'You may not do this' },
  { fault: { kind: 'status', status: 500 }, sees: 'The service failed with 500' },
  { fault: { kind: 'empty', status: 200 }, sees: 'The answer cannot be read' },
  { fault: { kind: 'html', status: 200 }, sees: 'The answer cannot be read' },
  { fault: { kind: 'truncate', bytes: 40 }, sees: 'No answer arrived' },
]

test('every kind of fault is covered', () => {
  const kinds: Record<Kind, true> = {
    status: true,
    throttle: true,
    latency: true,
    reset: true,
    truncate: true,
    empty: true,
    html: true,
    contentType: true,
  }
  const met = new Set([...survived, ...shown, { fault: budget }].map(({ fault }) => fault.kind))
  expect([...met].sort()).toEqual(Object.keys(kinds).sort())
})

describe.concurrent('the list', () => {
  test.for(survived)('survives $fault', async ({ fault, sees }, { expect }) => {
    const { page, close } = await open('/', {}, ({ faults }) =>
      faults.set({ rules: [{ ...reads, ...fault }] }),
    )
    await rows(page).first().waitFor()
    if (sees) expect(await textsSeen(page)).toContain(sees)
    expect(await rows(page).count()).toBe(8)
    await close()
  })

  test.for(shown)('says why there is nothing after $fault, and tries again', async ({ fault, sees }) => {
    const { page, session, close } = await open('/', {}, ({ faults }) =>
      faults.set({ rules: [{ ...reads, ...fault }] }),
    )
    await page.getByRole('alert').getByText(sees).waitFor()
    session.faults.set({ rules: [] })
    await page.getByRole('button', { name: 'Try again' }).click()
    await rows(page).first().waitFor()
    await close()
  })

  const budgets: { of: string; plan: FaultPlan }[] = [
    { of: 'one address', plan: { rules: [{ ...reads, ...budget }] } },
    { of: 'all requests together', plan: { throttle: { requests: 1, seconds: 2 } } },
  ]
  test.for(budgets)('waits out a budget of $of', async ({ plan }, { expect }) => {
    // The clock of the mock stands still until the budget is used up, however slow the machine.
    const { page, session, close } = await open('/', {}, ({ clock, faults }) => {
      clock.set({ mode: 'fixed' })
      faults.set(plan)
    })
    await rows(page).first().waitFor()
    await page.getByLabel('Waiting').check({ force: true })
    await expect.poll(() => session.requests().map(({ status }) => status)).toContain(429)
    session.clock.set({ mode: 'running', advance: 'PT2S' })
    await rows(page).filter({ hasText: 'Alder & Finch' }).waitFor({ state: 'detached' })
    expect(await textsSeen(page)).toContain('Microsoft Graph asks for a pause.')
    await close()
  })

  test('shows what it has while the service is down', async () => {
    const { page, session, close } = await open()
    await rows(page).first().waitFor()
    session.faults.set({ errorRate: 100 })
    await page.getByLabel('Waiting').check({ force: true })
    await page.getByRole('alert').first().waitFor()
    session.faults.set({ errorRate: 0, latency: { min: 50, max: 100 } })
    await page.getByRole('button', { name: 'Try again' }).click()
    await rows(page).first().waitFor()
    await close()
  })
})

describe.concurrent('a change', () => {
  /** Onboards the first customer that is not on the platform yet. */
  async function onboard(page: Page) {
    const row = rows(page).filter({ hasText: 'Dunmore Logistics' })
    await row.getByRole('button', { name: 'Onboard' }).click()
    return row
  }
  const isOnboarded = async (session: Mock) => {
    const filter = encodeURIComponent("displayName eq 'Dunmore Logistics' and isOnBoardedToMTM eq true")
    const headers = { authorization: 'Bearer token' }
    const answer = await session.fetch(`http://localhost/beta/Customers?$filter=${filter}`, { headers })
    return ((await answer.json()) as { value: unknown[] }).value.length === 1
  }

  const made: FaultRule[] = [
    { kind: 'reset', count: 1 },
    { kind: 'reset', when: 'after', count: 1 },
    { kind: 'truncate', count: 1 },
    { kind: 'html', count: 1 },
    { kind: 'status', status: 429, retryAfter: 0, count: 2 },
    { kind: 'latency', latency: 300 },
  ]
  test.for(made)('is shown at once and made once, through $kind $when', async (fault, { expect }) => {
    const { page, session, close } = await open('/', {}, ({ faults }) =>
      faults.set({ rules: [{ ...writes, ...fault }] }),
    )
    const row = await onboard(page)
    await row.getByText('Onboarded').waitFor()
    await page.getByText('Dunmore Logistics is onboarded.').waitFor()
    expect(await isOnboarded(session)).toBe(true)
    await page.getByRole('button', { name: 'Undo' }).click()
    await row.getByText('Waiting').waitFor()
    await expect.poll(() => isOnboarded(session)).toBe(false)
    await close()
  })

  test('is undone when the service refuses it', async ({ expect }) => {
    const rule: FaultRule = { kind: 'status', status: 403, message: 'Your role may only read.', ...writes }
    const { page, session, close } = await open('/', {}, ({ faults }) =>
      faults.set({ rules: [rule], latency: { min: 200, max: 200 } }),
    )
    const row = await onboard(page)
    await page.getByText('Your role may only read.').waitFor()
    await row.getByText('Waiting').waitFor()
    expect(await textsSeen(page)).toMatch(/Dunmore Logistics.*Onboarded/)
    expect(await isOnboarded(session)).toBe(false)
    await close()
  })

  test('made offline waits for the connection', async ({ expect }) => {
    const { page, session, close } = await open()
    await rows(page).first().waitFor()
    await page.context().setOffline(true)
    await page.getByText('You are offline.').waitFor()
    const row = await onboard(page)
    await row.getByText('Onboarded').waitFor()
    expect(await isOnboarded(session)).toBe(false)
    await page.context().setOffline(false)
    await page.getByText('Dunmore Logistics is onboarded.').waitFor()
    expect(await isOnboarded(session)).toBe(true)
    await close()
  })
})

describe.concurrent('a customer is created once', () => {
  const names = async (graph: Awaited<ReturnType<typeof open>>['graph']) => {
    const found: string[] = []
    for await (const { displayName } of graph.listCustomers.items({
      $filter: "displayName eq 'Tern Robotics'",
    }))
      found.push(displayName ?? '')
    return found
  }
  const fill = async (page: Page) => {
    await page.getByRole('button', { name: 'New customer' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Tern Robotics')
    await page.getByLabel('Domain', { exact: true }).fill('tern.example')
    await page.getByRole('button', { name: 'Create customer' }).click()
  }

  test('though its answer is lost', async ({ expect }) => {
    const { page, graph, close } = await open('/', {}, ({ faults }) =>
      faults.set({ rules: [{ method: 'POST', kind: 'truncate', count: 1 }] }),
    )
    await fill(page)
    await page.getByText('Tern Robotics is created. Its first answer was lost on the way.').waitFor()
    await page.getByRole('heading', { name: 'Tern Robotics' }).waitFor()
    expect(await names(graph)).toEqual(['Tern Robotics'])
    await close()
  })

  test('and the form stays when it was not created', async ({ expect }) => {
    const { page, session, graph, close } = await open('/', {}, ({ faults }) =>
      // No count, because Chromium itself resends a request when a kept connection is reset.
      faults.set({ rules: [{ method: 'POST', kind: 'reset' }] }),
    )
    await fill(page)
    await page.getByRole('alert').getByText('No answer arrived').waitFor()
    expect(await names(graph)).toEqual([])
    session.faults.set({ rules: [] })
    await page.getByRole('button', { name: 'Create customer' }).click()
    await page.getByText('Tern Robotics is created.').waitFor()
    expect(await names(graph)).toEqual(['Tern Robotics'])
    await close()
  })

  // Proves what the README says about Chromium. If this fails, Chromium has changed: shorten the README.
  test('except when Chromium kept the connection: it repeats a POST itself', async ({ expect }) => {
    const { page, session, graph, close } = await open('/', {}, ({ faults }) =>
      faults.set({ rules: [{ method: 'POST', kind: 'reset', when: 'after' }] }),
    )
    const create = async () => {
      const headers = { authorization: 'Bearer token', 'content-type': 'application/json' }
      await (await fetch('/beta/Customers', { headers })).text()
      const body = JSON.stringify({ displayName: 'Tern Robotics' })
      await fetch('/beta/Customers', { method: 'POST', headers, body }).catch(() => undefined)
    }
    const posts = () => session.requests().filter(({ method }) => method === 'POST').length
    let calls = 0
    // A connection is free a moment after its answer arrives, so the first call may come too early.
    const isRepeated = async () => {
      calls += 1
      await page.evaluate(create)
      return posts() > calls
    }
    await expect.poll(isRepeated).toBe(true)
    expect(await names(graph)).toHaveLength(posts())
    await close()
  })
})
