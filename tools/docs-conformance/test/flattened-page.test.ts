import { describe, expect, test } from 'vitest'
import { readPage } from '../src/index.ts'
import { lines } from './lines.ts'

const head = lines`
  Accounts - Update
  PATCH https://api.partnercenter.microsoft.com/v1/accounts/{account_id}
`
const read = (text: string) => readPage('update.txt', `${head}\n${text}`)

describe('a flattened page of Partner Center', () => {
  test('the request line gives server, operation and path parameters', () => {
    expect(read('Responses').facts).toEqual([])
    expect(read('Responses\nName | Type |\n---|---|\n200 OK |').facts.slice(0, 2)).toEqual([
      {
        kind: 'operation',
        operation: 'PATCH /accounts/{account_id}',
        server: 'https://api.partnercenter.microsoft.com/v1',
        page: 'update.txt',
        line: 2,
        quote: 'PATCH https://api.partnercenter.microsoft.com/v1/accounts/{account_id}',
      },
      {
        kind: 'parameter',
        operation: 'PATCH /accounts/{account_id}',
        in: 'path',
        name: 'account_id',
        page: 'update.txt',
        line: 2,
        quote: '{account_id}',
      },
    ])
  })

  test('an empty cell in the middle of a row is at its end', () => {
    const page = lines`
      Request Header
      Name | Required | Type | Description |
      ---|---|---|---|
      Authorization | True |
      string |
      A token |
      ms-trace |
      string |
      Ties calls together |
      |
      ms-last |
      string |
    `
    expect(read(page).facts.filter((fact) => fact.kind === 'parameter-required')).toMatchObject([
      { name: 'Authorization', required: true, line: 6 },
      { name: 'ms-trace', required: false, line: 9 },
      { name: 'ms-last', required: false, line: 13 },
    ])
  })

  test('lost enum values and lost types are left open', () => {
    const page = lines`
      Definitions
      Microsoft.Partner.V1.Account
      Name | Type | Description |
      ---|---|---|
      links | ||
      headers |
      System. |
      |
      state |
      enum:
      |
      |
      secret |
    `
    const { facts, open, notUnderstood } = read(page)
    expect(facts.filter((fact) => fact.kind === 'property').map(({ name, type }) => [name, type])).toEqual([
      ['links', undefined],
      ['headers', undefined],
      ['state', 'Enum'],
      ['secret', undefined],
    ])
    expect(open.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      '7: the type is not on the page',
      '8: the type is not on the page',
      '11: the enum values are not on the page',
      '15: the type is not on the page',
    ])
    expect(notUnderstood).toEqual([])
  })

  test('enum values that the converter kept', () => {
    const page =
      'Request Body\nName | Type | Description |\n---|---|---|\nstate |\nenum:\n* active\n* inactive\n|\n|'
    expect(
      read(page).facts.flatMap((fact) => (fact.kind === 'request-enum-value' ? [fact.value] : [])),
    ).toEqual(['active', 'inactive'])
  })

  test.each([
    ['integer\n\nint32', 'int32'],
    ['string\ndate-time', 'datetime'],
    ['string\nbyte', 'string'],
    ['number double', 'double'],
    ['System.Pair[System.String, System.Int32]', 'System.Pair[System.String, System.Int32]'],
  ])('a type with its format: %j', (cell, type) => {
    const page = `URI Parameters\nName | In | Type |\n---|---|---|\nsize |\nquery |\n${cell} |`
    expect(read(page)).toMatchObject({ open: [], notUnderstood: [] })
    expect(read(page).facts).toContainEqual(expect.objectContaining({ name: 'size', in: 'query', type }))
  })

  test('a name with type arguments', () => {
    const page =
      'Definitions\nSystem.Pair[System.String,System.String]\nName | Type |\n---|---|\nkey |\nstring |'
    expect(read(page).facts.at(-1)).toMatchObject({
      resource: 'System.Pair[System.String,System.String]',
      name: 'key',
      type: 'string',
    })
  })

  test.each([
    [
      'a line between tables',
      'URI Parameters\nA remark about them.\nName | Type |\n---|---|\nx |',
      '4: a line between the tables',
    ],
    [
      'a response without a status',
      'Responses\nName | Type |\n---|---|\nOther |\nstring |',
      '6: a response without a status',
    ],
    ['a row without a name', 'Request Body\nName | Type |\n---|---|\n|\nstring |', '6: a row without a name'],
    [
      'a cell of no column',
      'Request Body\nName | Type |\n---|---|\nx |\nnot a type |',
      '7: a cell that fits no column of its table',
    ],
    [
      'a name that is none',
      'Request Body\nName | Type |\n---|---|\na b |\nstring |',
      '6: a name that is not an identifier',
    ],
  ])('%s is reported', (_variation, page, want) => {
    expect(read(page).notUnderstood.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([want])
  })
  test('tables about an operation without its request line are reported', () => {
    const page = 'Accounts - Update\nRequest Body\nName | Type |\n---|---|\nx |\nstring |'
    expect(readPage('update.txt', page)).toMatchObject({
      facts: [],
      notUnderstood: [
        {
          line: 2,
          reason: 'the section "Request Body" of a page without a request line',
          quote: 'Request Body',
        },
      ],
    })
  })
})
