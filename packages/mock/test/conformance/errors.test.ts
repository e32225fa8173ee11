import { describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'
import { askingMock } from '../ask.ts'
import { apis, bundlePath, Judge } from './judge.ts'

const codes = [400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 429, 500, 501, 502, 503, 504]

/** A body that each operation takes. */
const bodies: Record<string, unknown> = {
  createCustomer: { displayName: 'Tailspin Toys' },
  updateCustomer: { displayName: 'Tailspin Toys' },
  updateCustomerProfile: { companyProfile: { domain: 'tailspin.example' } },
  createCustomerUser: { userPrincipalName: 'noor@tailspin.example', displayName: 'Noor' },
  updateCustomerUser: { displayName: 'Noor' },
}

/** Path parameters that exist in the world of the examples. */
const values: Record<string, string> = {
  CustomersId: '52dde42a-e42a-52dd-2ae4-dd522ae4dd52',
  customer_id: 'f08db22f-d293-456a-b170-fab23d90fbac',
  user_id: '59f63b7e-1f19-40d9-b9a5-a4fb8d53694c',
}

const cases = apis.flatMap((api) => {
  const judge = new Judge(api)
  const base = new URL(judge.document.servers[0]?.url ?? '').pathname
  return judge.operations().map(({ path, method, operation }) => ({
    api,
    judge,
    method,
    template: path,
    operation: operation.operationId,
    path: `${base}${path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? name)}`,
    body: bodies[operation.operationId],
  }))
})

type Case = (typeof cases)[number]

/** Requests that are refused whatever the operation does. */
function refused({ method, body }: Case): [string, number, unknown, Record<string, string>][] {
  const always: [string, number, unknown, Record<string, string>][] = [
    ['without a token', 401, body, { authorization: '' }],
    ['with a token of another kind', 401, body, { authorization: 'Basic YTpi' }],
  ]
  if (method !== 'DELETE')
    always.push(['for a media type that there is none of', 406, body, { accept: 'image/png' }])
  if (body === undefined) return always
  return [
    ...always,
    ['with a body of another media type', 415, 'x', { 'content-type': 'image/png' }],
    ['with a body that is no JSON', 400, '{', {}],
    ['with a body that reaches prototypes', 400, '{"__proto__":{"polluted":true}}', {}],
    ['with a body of another type', 400, '[1]', {}],
  ]
}

describe.each(cases)('$operation: every error body is valid', (each) => {
  const { api, judge, method, template, path, body } = each
  const ask = askingMock(createMock({ documents: [bundlePath(api)] }))

  function complaint(status: number, headers: Headers, value: unknown): string | undefined {
    return judge.complaints(template, method, status, headers.get('content-type') ?? '', value)
  }

  test.each(codes)('Prefer: code=%i', async (code) => {
    const answer = await ask(`${method} ${path}`, body, { prefer: `code=${code}` })
    expect([answer.status, complaint(code, answer.headers, answer.body)]).toEqual([code, undefined])
  })

  test.each(refused(each))('a request %s', async (_, status, sent, headers) => {
    const answer = await ask(`${method} ${path}`, sent, headers)
    expect([answer.status, complaint(status, answer.headers, answer.body)]).toEqual([status, undefined])
  })
})
