import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { partsOfPrism } from '../../src/prism/load.ts'

const require = createRequire(import.meta.url)

const names = Object.entries(partsOfPrism).flatMap(([part, modules]) =>
  modules.map((name) => ({ part, name })),
)

test.each(names)('the build carries $name with everything that it loads', ({ part, name }) => {
  const { modules } = require(`../../dist/prism/carried/${part}.js`)
  const exported = Object.keys(modules[name]).filter((key) => key !== '__esModule')
  expect(exported.length + Number(typeof modules[name] === 'function')).toBeGreaterThan(0)
})

test('a made-up answer has what a schema asks of faker, which the bundled files import from outside', async () => {
  const { createMock } = require('../../dist/index.js')
  const schema = {
    type: 'object',
    required: ['mail'],
    properties: { mail: { type: 'string', 'x-faker': 'internet.email' } },
  }
  const responses = { 200: { description: 'Counts', content: { 'application/json': { schema } } } }
  const paths = { '/counts': { get: { responses } } }
  const document = { openapi: '3.0.3', info: { title: 'Counts', version: '1' }, paths }
  const mock = createMock({ documents: [document], report: () => undefined })
  const answer = await mock.fetch('http://localhost/counts', { headers: { Prefer: 'dynamic=true' } })
  expect(await answer.json()).toMatchObject({ mail: expect.stringMatching(/^\S+@\S+$/) })
  await mock.close()
})
