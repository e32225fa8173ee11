import { createMock, loadLibraries } from '@clientele/mock/browser'
import { walk } from './walk.ts'

Object.assign(globalThis, { createMock, loadLibraries, walk })
