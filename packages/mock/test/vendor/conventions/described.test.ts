import { expect, test } from 'vitest'
import { Described } from './described.ts'

const of = (api: string) => new Described(new URL(`../../../../../specs/dist/${api}.yaml`, import.meta.url))
const user = '/v1/customers/x/users/y'

test.each([
  ['graph-customers', 'GET', '/beta/customers', 200, { value: [{ id: 'a' }] }, []],
  [
    'graph-customers',
    'GET',
    '/beta/Customers',
    200,
    { value: [{ displayName: 'no id' }] },
    [/required property 'id'/],
  ],
  ['graph-customers', 'GET', '/beta/Customers', 200, { value: [{ id: 'a', shoeSize: 43 }] }, [/\S/]],
  [
    'graph-customers',
    'GET',
    '/beta/Customers',
    418,
    { error: { code: 'x' } },
    [/required property 'message'/],
  ],
  ['graph-customers', 'DELETE', '/beta/Customers/a', 204, undefined, []],
  ['graph-customers', 'DELETE', '/beta/Customers/a', 204, { id: 'a' }, [/no JSON body/]],
  ['graph-customers', 'GET', '/beta/Nothing', 404, { anything: 1 }, []],
  ['partner-center-users', 'GET', user, 200, { id: 'y', state: 'asleep' }, [/allowed values/]],
  [
    'partner-center-users',
    'GET',
    user,
    200,
    { id: 'y', passwordProfile: { password: 'x' } },
    [/password is in the answer/],
  ],
  [
    'partner-center-users',
    'GET',
    user,
    429,
    { code: '1', description: 'x', source: 'x' },
    [/statusCode/, /message/],
  ],
])('%s %s %s %i %j', (api, method, path, status, body, wanted) => {
  const problems = of(api).problems(method, path, status, body)
  expect(problems.length > 0).toBe(wanted.length > 0)
  for (const pattern of wanted) expect(problems.join('\n')).toMatch(pattern)
})
