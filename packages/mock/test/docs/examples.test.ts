import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readFaultPlan } from '../../src/interceptors/fault-plan.ts'
import { ownMock } from '../own-mock.ts'

const page = (name: string) => readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8')
const blocks = (name: string, language: string) =>
  [...page(name).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, block]) => block as string,
  )

const mock = ownMock()
afterEach(() => mock.reset())

// That every command, program and setting of the pages runs is tested beside the guides, in packages/reference.
describe('what the pages show means what they say', () => {
  test('the plan of faults', () => {
    const [plan] = blocks('faults', 'yaml')
    expect(Object.keys(readFaultPlan(parse(String(plan))))).toEqual([
      'rules',
      'throttle',
      'errorRate',
      'latency',
    ])
  })

  test('the scenario', async () => {
    const [scenario] = blocks('scenarios', 'yaml')
    const put = { method: 'PUT', body: String(scenario) }
    expect((await mock.fetch('http://mock.test/__mock/state', put)).status).toBe(204)
    const list = await mock.fetch('http://mock.test/beta/Customers', {
      headers: { Authorization: 'Bearer any' },
    })
    expect(((await list.json()) as { value: unknown[] }).value).toHaveLength(50)
    expect(mock.clock.state()).toEqual({ mode: 'fixed', time: '2026-11-20T08:00:00.000Z' })
  })

  test('the snapshot', () => {
    const [snapshot] = blocks('state', 'json')
    mock.restore(JSON.parse(String(snapshot)))
    expect(
      mock.snapshot().collections.find(({ resource }) => resource === '/Customers')?.records,
    ).toHaveLength(1)
  })
})

describe('the subpaths of the package', () => {
  test.each([
    ['@clientele/mock', 'createMock'],
    ['@clientele/mock/playwright', 'useMock'],
    ['@clientele/mock/vitest', 'useMock'],
  ])('%s has %s', (subpath, name) => {
    const script = `const { ${name} } = await import('${subpath}'); console.log(typeof ${name})`
    const cwd = new URL('../../', import.meta.url)
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd,
      encoding: 'utf8',
    })
    expect(said).toBe('function\n')
  })
})
