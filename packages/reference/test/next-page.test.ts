import type { SampleRequest } from '@clientele/code-samples'
import { expect, test } from 'vitest'
import { nextPage } from '../src/try-it/next-page.ts'

const base = 'http://127.0.0.1:4010/v1'
const request: SampleRequest = {
  operationId: 'listShips',
  method: 'GET',
  url: `${base}/ships?size=2`,
  headers: [{ name: 'X-Locale', value: 'en' }],
  input: {},
  proof: { security: { type: 'bearer' }, variable: 'TOKEN' },
}

function next(body: unknown, headers: [string, string][] = []) {
  const answer = { status: 200, statusText: 'OK', headers, body: JSON.stringify(body), time: 1 }
  return nextPage(answer, request, base)
}

test.each<[string, unknown, string]>([
  ['a whole address', { '@odata.nextLink': `${base}/ships?$skiptoken=a` }, `${base}/ships?$skiptoken=a`],
  ['a path of the host', { next: '/v1/ships?page=2' }, `${base}/ships?page=2`],
  ['a path below the base', { links: { next: { uri: '/ships?seek=Next' } } }, `${base}/ships?seek=Next`],
  ['a link of HAL', { _links: { next: { href: `${base}/ships?page=3` } } }, `${base}/ships?page=3`],
])('the next page by %s', (_, body, url) => {
  expect(next(body)).toMatchObject({ url, method: 'GET', headers: request.headers })
})

test('the next page by the Link header, relative to what was asked', () => {
  const link: [string, string] = ['link', '<?page=1>; rel="prev", <?page=3>; rel="next"']
  expect(next({}, [link])?.url).toBe(`${base}/ships?page=3`)
})

test('headers that the link names go along', () => {
  const headers = [{ key: 'MS-ContinuationToken', value: 'abc' }]
  expect(next({ links: { next: { uri: '/ships', headers } } })?.headers).toEqual([
    { name: 'X-Locale', value: 'en' },
    { name: 'MS-ContinuationToken', value: 'abc' },
  ])
})

test.each<[string, unknown]>([
  ['there is none', { items: [] }],
  ['it leads to another host', { '@odata.nextLink': 'https://elsewhere.example/v1/ships' }],
  ['it leads out of the base address', { '@odata.nextLink': 'http://127.0.0.1:4010/other/ships' }],
  ['only a property is called so', { nextOfKin: `${base}/ships` }],
])('no next page where %s', (_, body) => {
  expect(next(body)).toBeUndefined()
})
