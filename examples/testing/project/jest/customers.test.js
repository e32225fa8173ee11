const { createGraphClient, ApiError } = require('@clientele/client')
const { sample } = require('@clientele/types/graph-customers/samples')

/** A client with its own session, so that tests do not affect each other although they share one mock. */
const clientOf = (session) =>
  createGraphClient({
    token: 'token-of-a-test',
    baseUrl: `${process.env.MOCK_URL}/beta`,
    headers: { 'Mock-Session': session },
    retry: false,
  })

test('keeps what was created', async () => {
  const graph = clientOf('keeps')
  await graph.createCustomer({ body: sample.customerInput({ displayName: 'Tern Robotics' }) })
  const { value } = await graph.listCustomers()
  expect(value.map(({ displayName }) => displayName)).toEqual(['Tern Robotics'])
})

test('meets a fault in its own session', async () => {
  const headers = { 'Mock-Session': 'fault', 'Content-Type': 'application/json' }
  const body = JSON.stringify({ rules: [{ kind: 'status', status: 403 }] })
  await fetch(`${process.env.MOCK_URL}/__mock/faults`, { method: 'PUT', headers, body })
  await expect(clientOf('fault').listCustomers()).rejects.toBeInstanceOf(ApiError)
  expect((await clientOf('no-fault').listCustomers()).value).toEqual([])
})
