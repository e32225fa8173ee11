import { createMock } from '@clientele/mock/browser'
import { handlers } from '@clientele/mock/msw'
import { setupWorker } from 'msw/browser'
import { walk } from './walk.ts'

const mock = createMock({ count: 4 })
const worker = setupWorker(...handlers(mock))
const below = setupWorker(...handlers(mock, { baseUrl: '/api' }))

Object.assign(globalThis, { mock, worker, below, walk })
