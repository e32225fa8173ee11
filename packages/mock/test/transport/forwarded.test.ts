import { afterEach, describe, expect, test } from 'vitest'
import type { Mock } from '../../src/index.ts'
import { ownMock } from '../own-mock.ts'

let mock: Mock

afterEach(() => mock.close())

const nextLink = async (headers: Record<string, string>, trustProxy = true) => {
  mock = ownMock({ trustProxy })
  const { url } = await mock.listen()
  const answer = await fetch(new URL('/beta/Customers?$top=1', url), {
    headers: { Authorization: 'Bearer any', ...headers },
  })
  const body = (await answer.json()) as { '@odata.nextLink': string }
  const { origin, pathname } = new URL(body['@odata.nextLink'])
  return (origin + pathname).replace(url.replace(/\/$/, ''), 'own')
}

describe('links behind a trusted proxy', () => {
  test.for([
    { headers: {}, want: 'own/beta/Customers' },
    {
      headers: { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'app.example' },
      want: 'https://app.example/beta/Customers',
    },
    {
      headers: { 'X-Forwarded-Proto': 'https, http', 'X-Forwarded-Host': 'app.example:8443, inner' },
      want: 'https://app.example:8443/beta/Customers',
    },
    {
      headers: { 'X-Forwarded-Host': 'app.example', 'X-Forwarded-Prefix': '/api/graph/' },
      want: 'http://app.example/api/graph/beta/Customers',
    },
    {
      headers: { Forwarded: 'for=192.0.2.1;proto=https;host="app.example:8443", for=10.0.0.1;host=inner' },
      want: 'https://app.example:8443/beta/Customers',
    },
    {
      headers: { Forwarded: 'host=app.example', 'X-Forwarded-Host': 'other.example' },
      want: 'http://app.example/beta/Customers',
    },
    {
      headers: {
        'X-Forwarded-Proto': 'javascript',
        'X-Forwarded-Host': 'a/b',
        'X-Forwarded-Prefix': '//evil?',
      },
      want: 'own/beta/Customers',
    },
  ])('$headers', async ({ headers, want }) => {
    expect(await nextLink(headers as Record<string, string>)).toBe(want)
  })
})

test('without trustProxy, anyone may send such headers, so they change nothing', async () => {
  expect(await nextLink({ Forwarded: 'host=evil.example', 'X-Forwarded-Host': 'evil.example' }, false)).toBe(
    'own/beta/Customers',
  )
})
