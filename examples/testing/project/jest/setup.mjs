import { createMock } from '@clientele/mock'

// Jest runs CommonJS and the mock is ES modules, so one mock runs in a process beside the tests.
export default async function start() {
  const mock = createMock({ scenario: 'empty' })
  const { url } = await mock.listen({ port: 0 })
  process.env.MOCK_URL = url
  globalThis.closeMock = () => mock.close()
}
