import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { type Api, apisOf } from '../src/apis.ts'
import { type Judgement, judge } from '../src/judge.ts'
import type { Step } from '../src/rate.ts'
import { readHistory, recordRelease, smallChangesets, writeChangeset, writeVersion } from '../src/write.ts'
import { at, shop } from './fixture.ts'

const root = resolve(import.meta.dirname, '../../..')
const today = '2026-11-21'
const waiver = {
  rule: 'response-removed',
  pointer: '#/paths/~1orders/get/responses/404',
  reason: 'The service has never answered 404 here.',
  expires: '2026-12-31',
}

let folder: string
let api: Api

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-release-'))
  mkdirSync(join(folder, 'specs/shop'), { recursive: true })
  mkdirSync(join(folder, 'specs/dist'))
  writeFileSync(join(folder, 'specs/shop/openapi.yaml'), description('1.2.0'))
  api = apisOf(folder)[0] as Api
  writeBundle('1.2.0')
  recordRelease(await judge(api, today), '2026-10-01')
})

afterEach(() => rmSync(folder, { recursive: true }))

function description(version: string): string {
  return `openapi: 3.1.0\ninfo: # About the shop.\n  version: beta\n  x-version: ${version}\n  title: Shop\npaths: {}\n`
}

/** The shop as released, or without its 404. */
function writeBundle(version: string, edited = false): void {
  const document = shop()
  at(document, 'info')['x-version'] = version
  if (edited) delete at(document, 'paths', '/orders', 'get', 'responses')['404']
  writeFileSync(api.bundle, stringify(document))
}

describe('a version and the changes since the release', () => {
  test.each([
    { title: 'nothing changed', version: '1.2.0', edited: false, want: [] },
    {
      title: 'a breaking change without a step',
      version: '1.2.0',
      edited: true,
      want: [
        'shop says info.x-version 1.2.0. Its changes are major: it needs at least 2.0.0. Raise it with `npm run api-diff -- --bump`.',
      ],
    },
    {
      title: 'a breaking change with a step that is too small',
      version: '1.3.0',
      edited: true,
      want: [expect.stringContaining('it needs at least 2.0.0')],
    },
    { title: 'a breaking change with its step', version: '2.0.0', edited: true, want: [] },
    { title: 'more than is needed', version: '3.0.0', edited: true, want: [] },
    {
      title: 'a version that went back',
      version: '1.1.0',
      edited: false,
      want: [expect.stringContaining('It was released as 1.2.0')],
    },
    {
      title: 'no version',
      version: 'soon',
      edited: false,
      want: [expect.stringContaining('says info.x-version soon')],
    },
  ])('$title', async ({ version, edited, want }) => {
    writeBundle(version, edited)
    expect((await judge(api, today)).problems).toEqual(want)
  })
})

describe('waivers', () => {
  test.each([
    { title: 'a reviewed change passes', given: [waiver], problems: [] },
    {
      title: 'the day has passed',
      given: [{ ...waiver, expires: '2026-11-20' }],
      problems: [expect.stringContaining('expired on 2026-11-20')],
    },
    {
      title: 'no change needs it',
      given: [waiver, { ...waiver, rule: 'property-removed' }],
      problems: [expect.stringContaining('matches no change')],
    },
  ])('$title', async ({ given, problems }) => {
    writeBundle('1.2.0', true)
    writeFileSync(api.waivers, stringify(given))
    const judged = await judge(api, today)
    expect(judged.problems).toEqual(problems)
    expect(judged.waived).toHaveLength(1)
  })

  test('mistakes in the file are named by their places', async () => {
    writeFileSync(api.waivers, stringify([{ ...waiver, reason: 'ok', expires: 'never' }]))
    await expect(judge(api, today)).rejects.toThrow(
      'specs/shop/waivers.yaml:\n  0.reason: A reason is a sentence.\n  0.expires: A date such as 2027-01-31.',
    )
  })
})

test('a draft and an API without a release pass', async () => {
  const draft = shop()
  at(draft, 'info')['x-draft'] = true
  draft.paths = {}
  writeFileSync(api.bundle, stringify(draft))
  expect((await judge(api, today)).problems).toEqual([])
  rmSync(api.release)
  writeBundle('0.1.0', true)
  expect((await judge(api, today)).problems).toEqual([])
})

test('the step is written into the description, which stays as it is otherwise', () => {
  writeVersion(api, '2.0.0')
  expect(readFileSync(api.description, 'utf8')).toBe(description('2.0.0'))
  writeFileSync(api.description, description('x').replace('  x-version: x\n', ''))
  writeVersion(api, '1.0.0')
  expect(readFileSync(api.description, 'utf8')).toBe(description('1.0.0'))
})

test('a release keeps what it changed, the newest first', async () => {
  writeBundle('2.0.0', true)
  recordRelease(await judge(api, today), '2026-11-21')
  expect(readHistory(api)).toEqual([
    {
      version: '2.0.0',
      date: '2026-11-21',
      changes: [{ step: 'major', message: 'Response `404` was removed.', audience: 'who reads answers' }],
    },
    { version: '1.2.0', date: '2026-10-01', changes: [] },
  ])
  expect((await judge(api, today)).changes).toEqual([])
})

test('a changeset takes the step of the changes, and a smaller one is reported', async () => {
  writeBundle('2.0.0', true)
  const judged = (await judge(api, today)) as Judgement & { step: Step }
  const path = writeChangeset(folder, judged)
  expect(readFileSync(path, 'utf8')).toBe(
    "---\n'@clientele/types': major\n'@clientele/client': major\n'@clientele/mock': major\n---\n\n" +
      '`shop` 2.0.0:\n\n- Response `404` was removed. (major, for who reads answers)\n',
  )
  expect(smallChangesets(folder, 'major')).toEqual([])
  writeFileSync(path, "---\n'@clientele/client': minor\n---\n\nLess.\n")
  expect(smallChangesets(folder, 'major')).toEqual([
    'The changesets take a smaller step for @clientele/client than major, which the descriptions demand.',
  ])
})

const apis = apisOf(root)

test('there are descriptions to compare', () => expect(apis.length).toBeGreaterThan(0))

test.each(apis.map((each) => ({ name: each.name, each })))(
  '$name has taken the step that its changes demand',
  async ({ each }) => {
    expect((await judge(each, new Date().toISOString().slice(0, 10))).problems).toEqual([])
  },
)
