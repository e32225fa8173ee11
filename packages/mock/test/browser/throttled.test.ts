import { launchBrowser } from '@clientele/browser'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Application, serveApplication } from '../application.ts'
import { ownMock } from '../own-mock.ts'

/** A frontend that waits as long as `Retry-After` says, and shows what it does. The test gives it `wait`. */
const frontend = `<!doctype html><title>Customers</title><ol></ol><script>
  const say = (text) => {
    const line = document.createElement('li')
    line.textContent = text
    document.querySelector('ol').append(line)
  }
  async function load(api) {
    const answer = await fetch(api + '/beta/Customers', { headers: { Authorization: 'Bearer any' } })
    if (answer.status !== 429) return say(answer.status + ' ' + (await answer.json()).value.length + ' customers')
    const seconds = answer.headers.get('Retry-After')
    say('429 wait ' + seconds)
    await wait(Number(seconds))
    return load(api)
  }
</script>`

const mock = ownMock()
let application: Application
let browser: Browser
let page: Page
let api: string

beforeAll(async () => {
  application = await serveApplication(frontend)
  api = (await mock.listen()).url
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await application?.close()
  await mock.close()
})
beforeEach(async () => {
  mock.reset()
  page = await browser.newPage()
  await page.goto(application.url)
  return () => page.close()
})

const shown = () => page.locator('li').allTextContents()
/** Statuses, without those of preflights. */
const answered = () => mock.requests().flatMap(({ method, status }) => (method === 'OPTIONS' ? [] : [status]))
const load = () => page.evaluate(`load(${JSON.stringify(api)})`)

describe('a page on another port', () => {
  test('is throttled, sees Retry-After, waits that long and recovers', async () => {
    const begin = Date.parse('2030-01-01T00:00:00Z')
    const setClock = (time: number) => mock.clock.set({ mode: 'fixed', time: new Date(time).toISOString() })
    setClock(begin)
    await page.exposeFunction('wait', (seconds: number) => void setClock(begin + seconds * 1000))
    mock.faults.set({ throttle: { requests: 2, seconds: 5 } })
    for (let time = 0; time < 3; time++) await load()
    const lines = await shown()
    expect(lines.slice(0, 2)).toEqual(['200 6 customers', '200 6 customers'])
    expect(lines[2]).toBe('429 wait 5')
    expect(lines.at(-1)).toBe('200 6 customers')
    expect(lines.filter((line) => line.startsWith('429'))).toHaveLength(1)
    expect(answered()).toEqual([200, 200, 429, 200])
  })

  test('sees a reset and a truncated body as a browser sees them', async () => {
    mock.faults.set({
      rules: [
        { kind: 'reset', count: 1, method: 'GET' },
        { kind: 'truncate', method: 'GET' },
      ],
    })
    await expect(load()).rejects.toThrow('Failed to fetch')
    await expect(load()).rejects.toThrow(/Unexpected end|network error|Failed to fetch/)
  })

  test('cannot reach the control routes, and changes nothing there', async () => {
    const before = mock.clock.state().mode
    const reach = (path: string, method: string, mode: string) =>
      page.evaluate(
        ([url, init]) => fetch(url as string, init as RequestInit).then(({ type }) => type, String),
        [`${api}${path}`, { method, mode }] as const,
      )
    expect(await reach('/__mock/state', 'GET', 'cors')).toBe('TypeError: Failed to fetch')
    expect(await reach('/__mock/clock', 'PUT', 'cors')).toBe('TypeError: Failed to fetch')
    await load()
    // Such a request needs no leave to be sent, but it is refused when it comes.
    expect(await reach('/__mock/reset', 'POST', 'no-cors')).toBe('opaque')
    expect(answered()).toEqual([200])
    expect(mock.clock.state().mode).toBe(before)
  })
})
