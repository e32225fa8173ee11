import { patience } from '@clientele/vitest-config'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type AccessToken, createGraphClient, createPartnerCenterClient, TokenError } from '../src/index.ts'
import { CustomersId, createPromise, createService, customer_id, empty, failure, json } from './service.ts'

const minute = 60_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})

afterEach(() => {
  vi.useRealTimers()
})

const sentTokens = (requests: { headers: Record<string, string> }[]) =>
  requests.map(({ headers }) => headers.authorization?.replace('Bearer ', ''))

/** Returns `token-1`, `token-2` and so on, and counts the calls. */
function createCredential(lifetime = 60 * minute) {
  const asked: string[][] = []
  const getToken = async (scopes: string[]): Promise<AccessToken> => {
    asked.push(scopes)
    return { token: `token-${asked.length}`, expiresOnTimestamp: Date.now() + lifetime }
  }
  return { asked, getToken }
}

test('a credential is asked with the scopes of the API', async () => {
  const credential = createCredential()
  const { fetch } = createService(json({ items: [], value: [] }))
  await createGraphClient({ token: credential, fetch }).listCustomers()
  await createPartnerCenterClient({ token: credential, fetch }).listCustomerUsers({ customer_id })
  expect(credential.asked).toEqual([
    ['https://graph.microsoft.com/.default'],
    ['https://api.partnercenter.microsoft.com/user_impersonation'],
  ])
})

test('a token is kept until two minutes before its expiry', async () => {
  const credential = createCredential()
  const { fetch, requests } = createService(json({ value: [] }))
  const graph = createGraphClient({ token: credential, fetch })
  for (const time of [0, 57, 58, 58]) {
    vi.setSystemTime(time * minute)
    await graph.listCustomers()
  }
  expect(sentTokens(requests)).toEqual(['token-1', 'token-1', 'token-2', 'token-2'])
})

test('a function that gives text is asked again after five minutes', async () => {
  const { getToken } = createCredential()
  const { fetch, requests } = createService(json({ value: [] }))
  const graph = createGraphClient({ token: async (scopes) => (await getToken(scopes)).token, fetch })
  for (const time of [0, 4.9, 5]) {
    vi.setSystemTime(time * minute)
    await graph.listCustomers()
  }
  expect(sentTokens(requests)).toEqual(['token-1', 'token-1', 'token-2'])
})

test('a function may give an expiry, and need not be async', async () => {
  let asked = 0
  const token = () => ({ token: `token-${++asked}`, expiresOnTimestamp: Date.now() + 10 * minute })
  const { fetch, requests } = createService(json({ value: [] }))
  const graph = createGraphClient({ token, fetch })
  await graph.listCustomers()
  vi.setSystemTime(Date.now() + 8 * minute)
  await graph.listCustomers()
  expect(sentTokens(requests)).toEqual(['token-1', 'token-2'])
})

test('calls at the same time ask once', async () => {
  const credential = createCredential()
  const { fetch, requests } = createService(json({ value: [] }))
  const graph = createGraphClient({ token: credential, fetch })
  await Promise.all([graph.listCustomers(), graph.listCustomers(), graph.listCustomers()])
  expect(credential.asked).toHaveLength(1)
  expect(sentTokens(requests)).toEqual(['token-1', 'token-1', 'token-1'])
})

describe('401', () => {
  test('the token is renewed once and the request sent again', async () => {
    const { fetch, requests } = createService(empty(401), json({ id: '1' }))
    const body = { displayName: 'Harbour Lane Bakery' }
    await createGraphClient({ token: createCredential(), fetch, retry: false }).createCustomer({ body })
    expect(sentTokens(requests)).toEqual(['token-1', 'token-2'])
    expect(requests[1]?.body).toBe(JSON.stringify(body))
  })

  test('a second one is the answer', async () => {
    const { fetch, requests } = createService(empty(401))
    const error = await failure(
      createGraphClient({ token: createCredential(), fetch }).getCustomer({ CustomersId }),
    )
    expect(error).toMatchObject({ status: 401 })
    expect(sentTokens(requests)).toEqual(['token-1', 'token-2'])
  })

  test('several at the same time renew it once', async () => {
    const credential = createCredential()
    const { fetch, requests } = createService(empty(401), empty(401), empty(401), json({ value: [] }))
    const graph = createGraphClient({ token: credential, fetch })
    await Promise.all([graph.listCustomers(), graph.listCustomers(), graph.listCustomers()])
    expect(credential.asked).toHaveLength(2)
    expect(sentTokens(requests).sort()).toEqual([1, 1, 1, 2, 2, 2].map((number) => `token-${number}`))
  })

  test('a call that begins meanwhile waits for the new token', async () => {
    const renewal = createPromise<string>()
    const answers: (string | Promise<string>)[] = ['token-1', renewal.promise]
    const { fetch, requests } = createService(empty(401), json({ value: [] }))
    const graph = createGraphClient({ token: () => answers.shift() ?? 'too often', fetch })
    const first = graph.listCustomers()
    await vi.waitUntil(() => answers.length === 0, { timeout: patience })
    const second = graph.listCustomers()
    await vi.advanceTimersByTimeAsync(0)
    renewal.resolve('token-2')
    await Promise.all([first, second])
    expect(sentTokens(requests)).toEqual(['token-1', 'token-2', 'token-2'])
  })

  test('a text, or the same token again, is not sent twice', async () => {
    for (const token of ['token', async () => 'token']) {
      const { fetch, requests } = createService(empty(401))
      const error = await failure(createGraphClient({ token, fetch }).getCustomer({ CustomersId }))
      expect(error).toMatchObject({ status: 401 })
      expect(requests).toHaveLength(1)
    }
  })

  test('the request id stays the same with the new token', async () => {
    const { fetch, requests } = createService(empty(401), json({ items: [] }))
    await createPartnerCenterClient({ token: createCredential(), fetch }).listCustomerUsers({ customer_id })
    expect(requests[1]?.headers['ms-requestid']).toBe(requests[0]?.headers['ms-requestid'])
    expect(requests[1]?.headers['ms-correlationid']).toBe(requests[0]?.headers['ms-correlationid'])
  })
})

describe('no usable token', () => {
  const missing = 'the token is missing'
  const wrong = 'the token has a space or a line break'
  const table: { name: string; token: () => unknown; cause: string }[] = [
    { name: 'null of a credential', token: () => null, cause: missing },
    { name: 'nothing', token: () => undefined, cause: missing },
    { name: 'an empty text', token: () => '', cause: missing },
    { name: 'a line break', token: () => 'very-secret\n', cause: wrong },
    { name: 'a space', token: () => 'Bearer very-secret', cause: wrong },
    { name: 'an object without a token', token: () => ({ accessToken: 'very-secret' }), cause: missing },
    {
      name: 'an error',
      token: () => {
        throw new Error('locked')
      },
      cause: 'locked',
    },
  ]
  test.for(table)('$name', async ({ token, cause }) => {
    const { fetch, requests } = createService(empty(204))
    for (const given of [token, async () => token(), { getToken: async () => token() }]) {
      const graph = createGraphClient({ token: given as () => string, fetch })
      const error = (await failure(graph.getCustomer({ CustomersId }))) as TokenError
      expect(error).toBeInstanceOf(TokenError)
      expect(error.cause).toMatchObject({ message: cause })
      expect(`${error} ${error.cause} ${error.stack}`).not.toContain('very-secret')
      const result = await graph.GET('/Customers')
      expect(result.error).toBeInstanceOf(TokenError)
    }
    expect(requests).toEqual([])
  })

  test('the next call asks again', async () => {
    const createToken = () => {
      let asked = 0
      return () => {
        if (++asked === 1) throw new Error('not yet')
        return 'token'
      }
    }
    const now = createToken()
    const later = createToken()
    for (const token of [now, async () => later()]) {
      const graph = createGraphClient({ token, fetch: createService(json({ value: [] })).fetch })
      expect(await failure(graph.listCustomers())).toBeInstanceOf(TokenError)
      expect(await graph.listCustomers()).toEqual({ value: [] })
    }
  })

  test('a token that cannot be sent is not kept', async () => {
    const answers = ['', 'line\nbreak', 'token']
    const { fetch, requests } = createService(json({ value: [] }))
    const graph = createGraphClient({ token: async () => answers.shift() ?? 'too often', fetch })
    expect(await failure(graph.listCustomers())).toBeInstanceOf(TokenError)
    expect(await failure(graph.listCustomers())).toBeInstanceOf(TokenError)
    await graph.listCustomers()
    await graph.listCustomers()
    expect(sentTokens(requests)).toEqual(['token', 'token'])
  })

  test('a caller waits for it no longer than its own time limit', async () => {
    const token = () => new Promise<string>(() => {})
    const graph = createGraphClient({ token, fetch: createService(empty(204)).fetch })
    const controller = new AbortController()
    const call = failure(graph.getCustomer({ CustomersId, signal: controller.signal }))
    controller.abort()
    expect(await call).toMatchObject({ name: 'AbortError' })
  })
})
