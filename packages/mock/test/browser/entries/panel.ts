import { createMock } from '@clientele/mock/browser'
import { definePanel } from '@clientele/mock/panel'

Object.assign(globalThis, { createMock, definePanel })
