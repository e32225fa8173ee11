import { createMock } from '@clientele/mock'

// Jest's tests are CommonJS and the mock is ES modules, so it runs beside them: one for all files.
export default async function start() {
  const mock = createMock({ scenario: 'empty' })
  const { url } = await mock.listen({ port: 0 })
  process.env.MOCK_URL = url
  globalThis.closeMock = () => mock.close()
}
