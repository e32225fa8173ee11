import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'
import { askingMock, description } from '../ask.ts'

const { cache } = createRequire(import.meta.url)

/** Parts of Prism that were loaded so far. */
const loaded = () =>
  ['validator/validators', 'validator/deserializers', 'mocker'].filter((part) =>
    Object.keys(cache).some((file) => file.includes(`/@stoplight/prism-http/dist/${part}/`)),
  )

test('Prism is loaded when it is first needed: to judge what our own check does not accept, and for examples', async () => {
  const ask = askingMock(createMock({ documents: [description('blog.yaml')] }))
  const article = { title: 'On clocks', description: 'Why they stop', body: 'They do.' }
  expect((await ask('POST /api/articles', { article })).status).toBe(201)
  expect((await ask('GET /api/articles?limit=2')).status).toBe(200)
  expect(loaded()).toEqual([])

  expect((await ask('POST /api/articles', { article: 'none' })).status).toBe(422)
  expect(loaded()).toContain('validator/validators')
  expect(loaded()).not.toContain('mocker')
})
