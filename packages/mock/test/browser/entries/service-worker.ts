import { createMock } from '@clientele/mock/browser'

const mock = createMock({ count: 4 })

interface FetchEvent extends Event {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

addEventListener('activate', (event) => {
  const { clients } = globalThis as unknown as { clients: { claim(): Promise<void> } }
  ;(event as Event & { waitUntil(done: Promise<void>): void }).waitUntil(clients.claim())
})
addEventListener('fetch', (event) => {
  const { request, respondWith } = event as FetchEvent
  if (/microsoft\.com$/.test(new URL(request.url).host)) respondWith.call(event, mock.fetch(request))
})
