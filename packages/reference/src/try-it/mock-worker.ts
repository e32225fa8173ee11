import checks from 'clientele:mock-checks'
import { type BrowserMock, createMock } from '@clientele/mock/browser'
import type { ToWorker } from './page-mock.ts'

/**
 * The mock of a page, in a worker, so that a long answer does not hold up the page. Its checks were compiled with the site:
 * no policy has to allow `eval`.
 */
let mock: BrowserMock | undefined
/** What the mock has to say about itself. */
const reports: string[] = []

addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
  try {
    postMessage({ id: data.id, ...(await answer(data)) })
  } catch (error) {
    postMessage({ id: data.id, error: error instanceof Error ? error.message : String(error) })
  }
})

async function answer({ documents, request }: ToWorker) {
  if (documents) {
    mock = createMock({ documents, checks, report: (text) => reports.push(text) })
    await mock.ready()
  }
  if (!request || !mock) return { reports }
  const { url, ...init } = request
  const response = await mock.fetch(url, init)
  const { status, statusText, headers } = response
  return { response: { status, statusText, headers: [...headers], body: await response.text() } }
}
