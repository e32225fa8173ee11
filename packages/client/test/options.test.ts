import { describe, expect, test } from 'vitest'
import { createGraphClient, createPartnerCenterClient } from '../src/index.ts'

const token = 'very-secret'

const table: { name: string; options: unknown; want: string }[] = [
  { name: 'none at all', options: undefined, want: 'token must be a string, a function or a credential' },
  {
    name: 'an empty token',
    options: { token: '' },
    want: 'token must be a string, a function or a credential',
  },
  {
    name: 'a token of the wrong type',
    options: { token: 1 },
    want: 'token must be a string, a function or a credential',
  },
  { name: 'an unknown option', options: { token, baseURL: 'https://x' }, want: 'unknown option baseURL' },
  { name: 'a name every object has', options: { token, toString: 1 }, want: 'unknown option toString' },
  {
    name: 'an unknown option of retry',
    options: { token, retry: { limit: 2 } },
    want: 'unknown option retry.limit',
  },
  {
    name: 'a relative address',
    options: { token, baseUrl: '/beta' },
    want: 'baseUrl must be an absolute http(s) address without credentials or query',
  },
  {
    name: 'an address with a password',
    options: { token, baseUrl: 'https://me:very-secret@graph.microsoft.com/beta' },
    want: 'baseUrl must be an absolute http(s) address without credentials or query',
  },
  ...['http://', 'ftp://graph.microsoft.com', 'https://x?a=1', 'https://x#a', 'https://:b@x', null].map(
    (baseUrl) => ({
      name: `baseUrl ${baseUrl}`,
      options: { token, baseUrl },
      want: 'baseUrl must be an absolute http(s) address without credentials or query',
    }),
  ),
  {
    name: 'a relative address of links',
    options: { token, linkBases: ['https://proxy.example/beta', '/beta'] },
    want: 'linkBases must be a list of absolute http(s) addresses',
  },
  {
    name: 'hooks and a limit of the wrong type',
    options: { token, linkBases: 'https://x', onRequest: {}, onResponse: 1, maxBodySize: 0 },
    want: 'linkBases must be a list of absolute http(s) addresses; onRequest must be a function; onResponse must be a function; maxBodySize must be a positive number',
  },
  {
    name: 'a token that is undefined',
    options: { token: undefined },
    want: 'token must be a string, a function or a credential',
  },
  {
    name: 'no time',
    options: { token, timeout: 0 },
    want: 'timeout must be a positive number',
  },
  {
    name: 'a number as text',
    options: { token, timeout: '5' },
    want: 'timeout must be a positive number',
  },
  { name: 'retry: true', options: { token, retry: true }, want: 'retry must be false or an object' },
  {
    name: 'half a retry',
    options: { token, retry: { maxRetries: 1.5 } },
    want: 'retry.maxRetries must be a whole number',
  },
  {
    name: 'several at once',
    options: { fetch: 1, middleware: {}, headers: 'x', retry: { onRetry: 1, maxTime: -1 } },
    want: 'fetch must be a function; middleware must be a list; headers must be an object; token must be a string, a function or a credential; retry.onRetry must be a function; retry.maxTime must be a number',
  },
]

describe('options that are refused', () => {
  test.for(table)('$name', ({ options, want }) => {
    expect(() => createGraphClient(options as never)).toThrow(new TypeError(`createGraphClient: ${want}`))
    expect(() => createPartnerCenterClient(options as never)).toThrow(`createPartnerCenterClient: ${want}`)
    expect(want).not.toContain(token)
  })
})

test('undefined is the default, and no limit is a number', () => {
  const options = {
    token,
    baseUrl: undefined,
    fetch: undefined,
    timeout: Number.POSITIVE_INFINITY,
    retry: { maxRetries: 0, maxTime: Number.POSITIVE_INFINITY },
  }
  expect(() => createGraphClient(options as never)).not.toThrow()
})
