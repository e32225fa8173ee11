import { createMock, type Mock } from '@clientele/mock'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { execute, Programs } from './support/programs.ts'
import { shellWords } from './support/shell-words.ts'
import { operations, tokens } from './support/site.ts'

describe('code samples', () => {
  let mock: Mock
  let url: string
  const programs = new Programs('samples')
  // A host that no client serves has no samples in TypeScript.
  const typescript = operations
    .filter(({ request }) => request.client)
    .map((operation) => {
      const sample = operation.samples.find(({ lang }) => lang === 'TypeScript')
      if (!sample) throw new Error(`${operation.operationId} has no TypeScript sample.`)
      return { ...operation, program: programs.write(operation.operationId, sample.source) }
    })

  beforeAll(async () => {
    mock = createMock()
    url = (await mock.listen()).url
  })
  afterAll(() => mock.close())

  /** What the mock answered last, to be compared with the first success that the description documents. */
  const lastAnswer = () => {
    const last = mock.requests().at(-1)
    return { operation: last?.operation?.split(/\W/).at(-1), status: last?.status }
  }
  const success = (responses: readonly { status: string }[]) =>
    Number(responses.find(({ status }) => status.startsWith('2'))?.status)

  test('the TypeScript ones compile', async () => {
    expect(await programs.check()).toEqual({ status: 0, output: '' })
  })

  test.each(typescript)('$operationId in TypeScript runs', async ({ operationId, program, responses }) => {
    mock.reset()
    const { status, output } = await programs.run(program, url)
    expect({ status, output }).toEqual({ status: 0, output: expect.any(String) })
    expect(lastAnswer()).toEqual({ operation: operationId, status: success(responses) })
  })

  test.each(operations)('$operationId with curl runs', async ({ operationId, samples, responses }) => {
    mock.reset()
    const sample = samples.find(({ lang }) => lang === 'curl')?.source ?? ''
    const [command = '', ...args] = shellWords(sample.replace(/https:\/\/[^/]+(?=\/)/, url), tokens)
    const { status, output } = await execute(command, ['--silent', '--show-error', ...args])
    expect({ status, output }).toEqual({ status: 0, output: expect.any(String) })
    expect(lastAnswer()).toEqual({ operation: operationId, status: success(responses) })
  })
})
