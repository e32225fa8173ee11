import { createMock, type Mock } from '@clientele/mock'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apis } from './support/site.ts'

/** One call for each status of each API's catalogue. */
const refusals = apis.flatMap(({ document, operations }) => {
  const codes = document['x-error-codes'] ?? []
  const read = operations.find(({ method }) => method === 'GET')
  return [...new Set(codes.map(({ status }) => status))].flatMap((status) => {
    const known = codes.filter((entry) => entry.status === status).map(({ code }) => String(code))
    return read ? [{ operationId: read.operationId, url: read.request.url, status, known }] : []
  })
})

describe('the catalogue of errors', () => {
  let mock: Mock
  beforeAll(() => {
    mock = createMock()
  })
  afterAll(() => mock.close())

  test.each(refusals)('knows what the mock answers with $status to $operationId', async (refusal) => {
    const response = await mock.fetch(
      new Request(refusal.url, {
        headers: { Authorization: 'Bearer any', Prefer: `code=${refusal.status}` },
      }),
    )
    const { error, code, statusCode } = await response.json()
    expect(response.status).toBe(Number(refusal.status))
    expect(refusal.known).toContain(String(error?.code ?? code ?? statusCode))
  })
})
