import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compare, countsOf, Project } from '../src/index.ts'
import { readDescription } from '../src/project.ts'
import { type ApiReport, isClean, rowsOf } from '../src/report/report.ts'

const project = new Project()
/** The gaps of drafts are what is left to do, and fail nothing. */
const apis = project.apis().filter((api) => !project.isDraft(api))

describe('the descriptions say what the recorded facts of their pages say', () => {
  test('every API has recorded facts', () => {
    const lacking = apis.filter((api) => (project.record(api)?.facts.length ?? 0) === 0)
    expect(apis).not.toEqual([])
    expect(lacking).toEqual([])
  })

  test.each(apis)('every reviewed contradiction of %s names its decision', (api) => {
    for (const { decision, fact, extra } of project.known(api)) {
      expect(decision && existsSync(join(project.root, decision)), JSON.stringify(fact ?? extra)).toBe(true)
    }
  })

  test.each(apis)('%s', (api) => {
    const record = project.record(api)
    if (!record) throw new Error(`No facts are recorded for ${api}.`)
    const result = compare(readDescription(project.bundlePath(api)), record, project.known(api))
    const report: ApiReport = { api, result, record: [] }
    expect(rowsOf(report, false)).toEqual([])
    expect(isClean(report)).toBe(true)
    expect(countsOf(result)).toMatchObject({ found: record.facts.length, extras: 0, notComparable: 0 })
  })
})
