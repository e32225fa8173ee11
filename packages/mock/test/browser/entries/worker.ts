import { createMock } from '@clientele/mock/browser'
import { walk } from './walk.ts'

const mock = createMock({ count: 4 })
addEventListener('message', async () => postMessage(await walk(mock.fetch)))
