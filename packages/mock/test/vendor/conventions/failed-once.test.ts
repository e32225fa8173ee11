import { expect, test } from 'vitest'
import { ownMock } from '../../own-mock.ts'

const address = 'http://mock.test/v1/customers/f08db22f-d293-456a-b170-fab23d90fbac/users'

/** Whoever repeats a request after a failure wants it done, not told again that it failed. */
test('a failure of 500 is not kept for its MS-RequestId: the same request is tried again', async () => {
  let calls = 0
  const mock = ownMock({
    answers: [
      {
        operation: 'createCustomerUser',
        answer: (_, { next }) => {
          if (++calls === 1) throw new Error('once')
          return next()
        },
      },
    ],
  })
  const post = () =>
    mock.fetch(address, {
      method: 'POST',
      headers: {
        authorization: 'Bearer any',
        'content-type': 'application/json',
        'ms-requestid': '7c9f6e5d-0000-4000-8000-000000000001',
      },
      body: JSON.stringify({
        usageLocation: 'US',
        userPrincipalName: 'new@contoso.example',
        firstName: 'New',
        lastName: 'User',
        displayName: 'New User',
        passwordProfile: { password: 'abCD123*', forceChangePassword: true },
      }),
    })
  const first = await post()
  const second = await post()
  const third = await post()
  expect([first.status, second.status, third.status]).toEqual([500, 201, 201])
  expect(await third.json()).toEqual(await second.json())
})
