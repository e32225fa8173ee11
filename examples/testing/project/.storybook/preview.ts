import { createMock, type Scenario } from '@clientele/mock/browser'
import { handlers } from '@clientele/mock/msw'
import { setupWorker } from 'msw/browser'

// The mock runs in the frame of the story, and a service worker gives it the calls of the page.
const mock = createMock()
const started = setupWorker(...handlers(mock)).start({ quiet: true })

export default {
  loaders: [() => started],
  beforeEach: ({ parameters }: { parameters: { scenario?: Scenario } }) =>
    mock.load(parameters.scenario ?? {}),
}
