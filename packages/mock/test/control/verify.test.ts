import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMock, VerificationError } from '../../src/index.ts'
import { askingMock } from '../ask.ts'
import { ownMock } from '../own-mock.ts'

const mock = ownMock()
const ask = askingMock(mock)
const id = '52dde42a-e42a-52dd-2ae4-dd522ae4dd52'
beforeEach(async () => {
  await ask('GET /beta/Customers?$top=5&$filter=isOnBoardedToMTM%20eq%20true')
  await ask('POST /beta/Customers', { displayName: 'Contoso', isOnBoardedToMTM: false }, { 'X-Tenant': 'a' })
  await ask(`PATCH /beta/Customers/${id}`, { displayName: 'Fabrikam' })
  await ask('GET /nowhere')
})
afterEach(() => mock.reset())

describe('requests that match', () => {
  test.each<[object, number[]]>([
    [{}, [1, 2, 3, 4]],
    [{ operation: 'updateCustomer' }, [3]],
    [{ operation: 'graph-customers createCustomer' }, [2]],
    [{ operation: 'partner-center-users createCustomerUser' }, []],
    [{ method: 'get' }, [1, 4]],
    [{ path: { CustomersId: id } }, [3]],
    [{ query: { $top: 5 } }, [1]],
    [{ query: { $filter: 'isOnBoardedToMTM eq true' } }, [1]],
    [{ query: { $top: 6 } }, []],
    [{ header: { 'x-TENANT': 'a' } }, [2]],
    [{ body: { displayName: 'Contoso' } }, [2]],
    [{ body: {} }, [2, 3]],
    [{ status: 404 }, [4]],
    [{ operation: 'updateCustomer', status: 404 }, []],
    [{ operation: 'updateCustomer', status: 200 }, [3]],
  ])('%j: %j', (match, want) => {
    expect(mock.requests(match).map(({ number }) => number)).toEqual(want)
  })

  test.each([
    [{ operationId: 'x' }, 'requests: operationId is not known here'],
    [{ status: '200' }, 'status must be a whole number'],
    [
      { operation: 'createCustomr' },
      'requests: operation "createCustomr" names no operation; did you mean createCustomer?',
    ],
    [{ operation: 'partner-center-users createCustomer' }, 'names no operation'],
  ])('%j is a mistake', (match, message) => expect(() => mock.requests(match as never)).toThrow(message))
})

describe('verify', () => {
  test('returns what matches', () => {
    expect(mock.verify({ operation: 'createCustomer' })).toMatchObject([{ number: 2 }])
    expect(mock.verify({ method: 'GET' }, { count: 2 })).toHaveLength(2)
    expect(mock.verify({ operation: 'deleteCustomer' }, { count: 0 })).toEqual([])
  })

  test.each<[object, { count?: number }, string]>([
    [
      { operation: 'updateCustomer', path: { CustomersId: id }, body: { displayName: 'Contoso', id: 1 } },
      {},
      `A request with operation updateCustomer, path {"CustomersId":"${id}"}, body {"displayName":"Contoso","id":1} was expected; there was none.
The nearest:
  #3 PATCH /beta/Customers/${id} 200
      body.displayName was "Fabrikam", not "Contoso"
      body.id was missing, not 1
  #4 GET /nowhere 404
      operation was none, not updateCustomer
      path.CustomersId was missing, not "${id}"
      body was missing, not {"displayName":"Contoso","id":1}
  #2 POST /beta/Customers 201
      operation was graph-customers createCustomer, not updateCustomer
      path.CustomersId was missing, not "${id}"
      body.id was missing, not 1`,
    ],
    [
      { method: 'GET' },
      { count: 1 },
      `1 request with method GET was expected; there were 2.
  #1 GET /beta/Customers?$top=5&$filter=isOnBoardedToMTM%20eq%20true 200
  #4 GET /nowhere 404`,
    ],
    [
      { operation: 'createCustomer' },
      { count: 0 },
      `0 requests with operation createCustomer were expected; there was 1.
  #2 POST /beta/Customers 201`,
    ],
  ])('%j %j fails and says why', (match, expected, message) => {
    expect(() => mock.verify(match, expected)).toThrow(VerificationError)
    expect(() => mock.verify(match, expected)).toThrow(message)
  })

  test('of a mock that was asked nothing, and of another session', () => {
    expect(() => mock.session('other').verify({ operation: 'createCustomer' })).toThrow(
      'The mock was asked nothing.',
    )
  })

  test('shows no secrets', async () => {
    const user = { userPrincipalName: 'ada@contoso.example', passwordProfile: { password: 'geheim' } }
    await ask(`POST /v1/customers/${id}/users`, user)
    try {
      mock.verify({ operation: 'createCustomerUser', body: { passwordProfile: { password: 'other' } } })
      expect.unreachable()
    } catch (error) {
      expect((error as Error).message).toContain('body.passwordProfile.password was "(left out)"')
      expect(JSON.stringify((error as VerificationError).requests)).not.toContain('geheim')
    }
  })
})

describe('how many are kept', () => {
  test('keepRequests of them; the error says when there were more', async () => {
    const small = ownMock({ keepRequests: 2 })
    for (let index = 0; index < 3; index++) await askingMock(small)('GET /beta/Customers')
    expect(small.requests().map(({ number }) => number)).toEqual([2, 3])
    expect(() => small.verify({ status: 500 })).toThrow(
      'Of 3 requests, the last 2 are kept; the option keepRequests raises that.',
    )
    const large = ownMock({ keepRequests: 300 })
    for (let index = 0; index < 250; index++) await askingMock(large)('GET /nowhere')
    expect(large.requests()).toHaveLength(250)
    await Promise.all([small.close(), large.close()])
  })

  test.each([0, 1.5, 'all'])('keepRequests: %j is a mistake', (keepRequests) => {
    expect(() => ownMock({ keepRequests } as never)).toThrow('keepRequests must be a whole number from 1')
  })
})

describe('a write shows its record', () => {
  const changes = () => mock.requests().flatMap(({ change }) => change ?? [])

  test('before and after', async () => {
    mock.reset()
    const { body } = await ask('POST /beta/Customers', { displayName: 'Contoso' })
    await ask(`PATCH /beta/Customers/${body.id}`, { displayName: 'Fabrikam' })
    await ask(`DELETE /beta/Customers/${body.id}`)
    await ask(`DELETE /beta/Customers/${body.id}`)
    const at = { api: 'graph-customers', resource: '/Customers', parents: [], key: body.id }
    const [contoso, fabrikam] = ['Contoso', 'Fabrikam'].map((displayName) =>
      expect.objectContaining({ id: body.id, displayName }),
    )
    expect(changes()).toEqual([
      { ...at, kind: 'create', after: contoso },
      { ...at, kind: 'update', before: contoso, after: fabrikam },
      { ...at, kind: 'delete', before: fabrikam },
    ])
  })

  test.each([
    ['a text of 10,000 characters', { title: 'x'.repeat(10_000) }, true],
    ['a longer one', { title: 'x'.repeat(10_001) }, false],
    ['900 values', { title: 'Lists', marks: Array(900).fill(0) }, true],
    ['1,000 values besides the record', { title: 'Lists', marks: Array(1000).fill(0) }, false],
    ['500 lists of one value', { title: 'Lists', marks: Array(500).fill([0]) }, false],
  ])('with its content where that is small: %s', async (_, sent, isShown) => {
    const library = createMock({ documents: [new URL('../descriptions/library.yaml', import.meta.url)] })
    const key = '9780262033848'
    await askingMock(library)('POST /v2/books', { isbn: key, ...sent })
    const change = { kind: 'create', api: 'library', resource: '/books', parents: [], key }
    expect(library.requests().map((request) => request.change)).toEqual([
      isShown ? { ...change, after: expect.objectContaining(sent) } : change,
    ])
  })

  test('not when it was refused', async () => {
    mock.reset()
    await ask('POST /beta/Customers', { displayName: 5 })
    expect(changes()).toEqual([])
  })
})

describe('GET /__mock/requests takes filters', () => {
  test.each<[string, number[] | number]>([
    ['?after=2', [3, 4]],
    ['?operation=updateCustomer', [3]],
    ['?method=GET&status=404', [4]],
    ['?after=x', 400],
    ['?status=ok', 400],
    ['?operations=x', 400],
  ])('%s: %j', async (query, want) => {
    const { status, body } = await ask(`GET /__mock/requests${query}`)
    expect(status === 200 ? body.requests.map(({ number }: { number: number }) => number) : status).toEqual(
      want,
    )
    if (status === 200) expect(body.asked).toBe(4)
  })
})
