import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createMock, type FaultPlan, type Mock } from '@clientele/mock'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { journeyNames, journeysFolder, runJourneys } from '../journeys/run.ts'
import { journeyAddress, markdownAddress, operationAddress } from '../src/description/addresses.ts'
import { regionsOf } from '../src/description/journey.ts'
import { readJourneys } from '../src/integrations/journeys-module.ts'
import { execute, Programs } from './support/programs.ts'
import { dist } from './support/site.ts'

const journeys = readJourneys(fileURLToPath(new URL('../', import.meta.url)))
const faultsOf = (name: string): FaultPlan =>
  parse(readFileSync(join(journeysFolder, `${name}.arazzo.yaml`), 'utf8'))['x-mock']?.faults ?? {}

test('every journey of specs/journeys was walked, to its end', async () => {
  expect(journeys.map(({ name, passed }) => ({ name, passed }))).toEqual(
    (await journeyNames()).map((name) => ({ name, passed: true })),
  )
  expect(journeys.length).toBeGreaterThanOrEqual(4)
})

describe.each(journeys)('$name', (journey) => {
  const page = () => readFileSync(join(dist, journeyAddress(journey.name), 'index.html'), 'utf8')

  test('sends requests in every step, and has the client’s code for it', () => {
    for (const { id, exchanges, code } of journey.steps) {
      expect({ id, requests: exchanges.length > 0, code }).toEqual({
        id,
        requests: true,
        code: expect.stringMatching(/./),
      })
    }
  })

  test('shows only documented addresses', () => {
    expect(JSON.stringify(journey)).not.toMatch(/127\.0\.0\.1|localhost/)
  })

  test('is linked from the page of each operation that it calls', () => {
    for (const { operation } of journey.steps) {
      const { api = '', operationId = '' } = operation ?? {}
      const text = readFileSync(join(dist, operationAddress(api, operationId), 'index.html'), 'utf8')
      expect(text).toContain(`${journeyAddress(journey.name)}">${journey.title}</a>`)
    }
  })

  test('has a page with every step, and the same as Markdown', () => {
    const markdown = readFileSync(join(dist, markdownAddress(journeyAddress(journey.name))), 'utf8')
    for (const { id, code, exchanges } of journey.steps) {
      expect(page()).toContain(`id="${id}"`)
      expect(markdown).toContain(code)
      for (const { method, url, answer = '' } of exchanges) {
        expect(markdown).toContain(`${method} ${url}`)
        expect(markdown).toContain(answer)
      }
    }
  })
})

describe('the code of the client', () => {
  let mock: Mock
  let url: string
  const programs = new Programs('journey-programs')
  const written = journeys.map(({ name, steps }) => {
    const source = readFileSync(new URL(`../journeys/code/${name}.ts`, import.meta.url), 'utf8')
    return { name, steps, source, program: programs.write(name, source) }
  })

  beforeAll(async () => {
    mock = createMock()
    url = (await mock.listen()).url
  })
  afterAll(() => mock.close())

  test('compiles', async () => {
    expect(await programs.check()).toEqual({ status: 0, output: '' })
  })

  test.each(written)('of $name has the steps of the journey', ({ steps, source }) => {
    expect([...regionsOf(source).code.keys()]).toEqual(steps.map(({ id }) => id))
  })

  test.each(written)(
    'of $name makes the same calls with the same outcome',
    async ({ name, steps, program }) => {
      mock.reset()
      mock.faults.set(faultsOf(name))
      expect(await programs.run(program, url)).toEqual({ status: 0, output: expect.any(String) })
      const walked = steps.flatMap(({ exchanges }) => exchanges)
      expect(
        mock.requests().map(({ method, url: path, status }) => [method, path.split('?')[0], status]),
      ).toEqual(walked.map(({ method, url: address, status }) => [method, generic(address), status]))
    },
  )

  /** Path of a walked request; ids are given anew each time, but from the same seed. */
  const generic = (address: string) => new URL(address).pathname
})

describe('a journey that goes wrong', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-journeys-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('is told with the step and the check', async () => {
    const [name = ''] = await journeyNames()
    const text = readFileSync(join(journeysFolder, `${name}.arazzo.yaml`), 'utf8')
    const broken = text
      .replaceAll('../', `${join(journeysFolder, '..')}/`)
      .replace(/\$statusCode == \d+/, '$statusCode == 299')
    writeFileSync(join(folder, 'broken.arazzo.yaml'), broken)
    const [outcome] = await runJourneys(['broken'], folder)
    expect(outcome?.passed).toBe(false)
    expect(outcome?.report).toMatch(/stepId - [\w-]+.*\$statusCode == 299/s)
  })

  test('that does not exist is an error', async () => {
    await expect(runJourneys(['none'], folder)).rejects.toThrow('none.arazzo.yaml')
    expect(existsSync(join(folder, 'none.arazzo.yaml'))).toBe(false)
  })
})

describe('npm run journeys', () => {
  const command = fileURLToPath(new URL('../journeys/command.ts', import.meta.url))

  test('walks the journeys that it is given', async () => {
    const { status, output } = await execute(process.execPath, [command, 'page-with-a-filter'])
    expect({ status, output }).toEqual({ status: 0, output: '✓ page-with-a-filter: 2 steps, 2 requests\n' })
  })

  test('names the journeys there are when one is unknown', async () => {
    const { status, output } = await execute(process.execPath, [command, 'nowhere'])
    expect(status).toBe(2)
    expect(output).toMatch(/^No journey is called nowhere\. There are: .*onboard-a-customer/)
  })
})
