import { globSync, readdirSync, readFileSync } from 'node:fs'
import { createMock, type Mock } from '@clientele/mock'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { guides } from '../src/navigation/guides.ts'
import { type Fence, fences } from './support/fences.ts'
import { execute, Programs } from './support/programs.ts'
import { shellWords } from './support/shell-words.ts'

const folder = new URL('../src/content/docs/guides/', import.meta.url)
const snippets = guides.flatMap(({ slug }) => fences(slug, new URL(`${slug}.md`, folder)))
const of = (...languages: string[]) => snippets.filter(({ lang }) => languages.includes(lang))

/** What a program prints, as its text promises. */
const printed: Record<string, RegExp> = {
  'start-3': /^Juniper & Vale true$/m,
  'authentication-1': /^1$/m,
  'errors-and-retries-3': /^404 \w+ [0-9a-f-]{36}$/m,
  'tutorial-1': /^Saltmarsh Brewing$/m,
  'tutorial-2': /^Nora Byrne false$/m,
  'tutorial-3': /^1 customer after 3 requests$/m,
  'mock-2': /^Tern & Daughters$/m,
  'mock-7': /^0$/m,
}

describe('what is documented', () => {
  const repository = new URL('../../../', import.meta.url)
  const guide = readFileSync(new URL('what-is-documented.md', folder), 'utf8')
  const named = new Set([...guide.matchAll(/\((\d+)\)$/gm)].map(([, number]) => Number(number)))
  const numberOf = (file: string) => Number(/(\d{4})-[^/]*\.md$/.exec(file)?.[1])

  test('tells every contradiction that the conformance check knows', () => {
    const files = globSync('specs/*/known-contradictions.yaml', { cwd: repository })
    const reviewed = files.flatMap(
      (file) => parse(readFileSync(new URL(file, repository), 'utf8')) as { decision: string }[],
    )
    expect(reviewed.length).toBeGreaterThan(0)
    expect(reviewed.filter(({ decision }) => !named.has(numberOf(decision)))).toEqual([])
  })

  test('names decisions that are recorded', () => {
    const recorded = readdirSync(new URL('docs/decisions/', repository)).map(numberOf)
    expect([...named].filter((number) => !recorded.includes(number))).toEqual([])
  })
})

describe('snippets of the guides', () => {
  let mock: Mock
  let url: string
  const programs = new Programs('snippets')
  const landing: Fence = {
    name: 'landing',
    lang: 'ts',
    meta: '',
    code: readFileSync(new URL('../src/snippets/first-call.ts', import.meta.url), 'utf8'),
  }
  // Some snippets need an account, or a library that is not installed.
  const here = ({ meta }: Fence) => !meta.includes('test="skip"')
  const typescript = [...of('ts').filter(here), landing].map((fence) => ({
    ...fence,
    program: programs.write(fence.name, fence.code),
  }))
  const shell = of('sh').filter(here)

  beforeAll(async () => {
    mock = createMock()
    url = (await mock.listen()).url
  })
  beforeEach(() => mock.reset())
  afterAll(() => mock.close())

  test('are written in languages that are tested here', () => {
    expect([...new Set(snippets.map(({ lang }) => lang))].sort()).toEqual(['json', 'sh', 'ts', 'yaml'])
  })

  test('compile', async () => {
    expect(await programs.check()).toEqual({ status: 0, output: '' })
  })

  test.each(typescript)('$name runs', async ({ name, program }) => {
    const { status, output } = await programs.run(program, url)
    expect({ status, output }).toEqual({ status: 0, output: expect.any(String) })
    expect(output).toMatch(printed[name] ?? '')
  })

  test.each(shell)('$name runs', async ({ code }) => {
    const [command = '', ...args] = shellWords(code.replaceAll('http://127.0.0.1:4010', url))
    expect(command).toBe('curl')
    const { status, output } = await execute(command, ['--silent', '--show-error', ...args])
    expect({ status, output }).toEqual({ status: 0, output: expect.any(String) })
    const wanted = code.includes('code=429')
      ? 429
      : code.includes('Bearer') || code.includes('__mock')
        ? 0
        : 401
    if (wanted) expect(output).toMatch(new RegExp(`^HTTP/1.1 ${wanted} `))
    else expect(JSON.parse(output || '{}')).not.toHaveProperty('error')
  })

  test.each(of('json'))('$name is JSON', ({ code }) => {
    expect(() => JSON.parse(code)).not.toThrow()
  })

  test.each(of('yaml'))('$name is YAML', ({ code }) => {
    expect(() => parse(code)).not.toThrow()
  })
})
