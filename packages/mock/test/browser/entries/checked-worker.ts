import { createMock } from '@clientele/mock/browser'
import { walk } from './walk.ts'

addEventListener('message', async () => {
  // Beside this file, and not part of it: the test writes it.
  const { default: checks } = await import(new URL('checks.js', import.meta.url).href)
  postMessage(await walk(createMock({ count: 4, checks }).fetch))
})
