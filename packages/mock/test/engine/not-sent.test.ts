import { expect, test } from 'vitest'
import { explanationTable } from '../../src/description/resources/explain.ts'
import { createMock } from '../../src/index.ts'

const done = { 204: { description: 'Done.' } }
const document = {
  openapi: '3.1.0',
  info: { title: 'Events', version: '1' },
  paths: {
    '/subscriptions': {
      post: {
        callbacks: { onEvent: { '{$request.body#/url}': { post: { responses: done } } } },
        responses: done,
      },
    },
  },
  webhooks: { newPet: { post: { responses: done } } },
}

test('callbacks and webhooks are named as not sent', async () => {
  const mock = createMock({ documents: [document] })
  expect(mock.explain().notSent.map(({ name }) => name)).toEqual([
    'webhook newPet',
    'callback onEvent of POST /subscriptions',
  ])
  expect(explanationTable(mock.explain())).toContain('Described, but never sent:')
  await mock.fetch('http://mock.test/subscriptions', { method: 'POST' })
  expect(mock.requests()[0]?.why).toContain('callback onEvent is not sent')
})
