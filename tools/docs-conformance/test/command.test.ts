import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { EXIT, Project } from '../src/index.ts'
import { lines } from './lines.ts'
import { folderWith, runIn } from './surroundings.ts'

const page = lines`
  # Get plan
  ## HTTP request
  \`\`\`http
  GET /plans/{id}
  \`\`\`
  ## Response
  Returns a \`200 OK\` response code.
`
const description = lines`
  openapi: 3.1.0
  info: { title: Plans, version: '1' }
  paths:
    /plans/{id}:
      get:
        parameters: [{ name: id, in: path, required: true }]
        responses: { '200': { description: It. } }
`
const wrong = description.replace("'200'", "'404'")
const against = ['--api', 'plans', '--description', 'plans.yaml']

describe('compare', () => {
  test('ends with 0 and one line when all is well', () => {
    const folder = folderWith({ 'pages/plan-get.md': page, 'plans.yaml': description })
    expect(runIn(folder, ['pages', ...against])).toEqual({
      code: EXIT.clean,
      out: 'plans: 3 facts, 3 found (100 %, 0 of them by reviewed contradiction), 0 missing, 0 contradicting, 0 extra without source, 0 outdated reviews, 0 not understood, 0 differences from the record, 0 places left open by the pages',
      err: '',
    })
  })

  test('ends with 1 and a table of findings', () => {
    const folder = folderWith({ 'pages/plan-get.md': page, 'plans.yaml': wrong })
    const { code, out } = runIn(folder, ['compare', 'pages', ...against])
    expect(code).toBe(EXIT.findings)
    expect(out.split('\n').slice(0, 3)).toEqual(
      [
        'Fact                         Page           Place in the description               Outcome',
        'GET /plans/{id}: status 200  plan-get.md:7  /paths/~1plans~1{id}/get/responses      missing: no status 200',
        'status 404                   (on no page)   /paths/~1plans~1{id}/get/responses/404  extra: no page states it and it has no x-source',
      ].map((row) => row.replace('description               Outcome', 'description                Outcome')),
    )
  })

  test('a place that was not understood is a finding', () => {
    const folder = folderWith({
      'pages/plan-get.md': `${page}\n## Colours\n|Red|Dark|\n|---|---|\n|a|b|`,
      'plans.yaml': description,
    })
    const { code, out } = runIn(folder, ['pages', ...against])
    expect(code).toBe(EXIT.findings)
    expect(out).toContain('plan-get.md:9')
    expect(out).toContain('not understood: a table in the section "Colours"')
  })

  test('--all lists the facts that were found, too', () => {
    const folder = folderWith({ 'pages/plan-get.md': page, 'plans.yaml': description })
    const { out } = runIn(folder, ['pages', '--all', ...against])
    expect(out).toContain('plan-get.md:4  /paths/~1plans~1{id}/get')
    expect(out.split('\n')).toHaveLength(6)
  })

  test('--markdown and --json', () => {
    const folder = folderWith({ 'pages/plan-get.md': page, 'plans.yaml': wrong })
    const markdown = runIn(folder, ['pages', '--markdown', ...against]).out
    expect(markdown).toContain(
      '| GET /plans/{id}: status 200 | plan-get.md:7 | /paths/~1plans~1{id}/get/responses | missing: no status 200 |',
    )
    const json = JSON.parse(runIn(folder, ['pages', '--json', ...against]).out)
    expect(json.apis[0]).toMatchObject({
      api: 'plans',
      clean: false,
      counts: { facts: 3, found: 2, missing: 1, extras: 1 },
      facts: [{ kind: 'status', page: 'plan-get.md', line: 7, quote: '`200 OK`', outcome: 'missing' }],
      extras: [{ kind: 'status', name: '404' }],
    })
  })
})

describe('records', () => {
  /** A repository of one API, with its bundle built. */
  function repository(): { folder: string; project: Project } {
    const folder = folderWith({
      'pages/plans/plan-get.md': page,
      'specs/plans/openapi.yaml': description,
      'specs/dist/plans.yaml': description,
    })
    const project = new Project(folder)
    project.bundle = () => {}
    return { folder, project }
  }

  test('--record writes the facts, which then stand in for the pages', () => {
    const { folder, project } = repository()
    expect(runIn(folder, ['pages', '--record'], project)).toMatchObject({ code: EXIT.clean })
    expect(existsSync(join(folder, 'specs/plans/facts.yaml'))).toBe(true)
    expect(runIn(folder, [], project)).toMatchObject({ code: EXIT.clean })
    expect(runIn(folder, ['pages/plans'], project)).toMatchObject({ code: EXIT.clean })
  })

  test('with pages given, the record itself is checked', () => {
    const { folder, project } = repository()
    runIn(folder, ['pages', '--record'], project)
    const changed = folderWith({ 'plans/plan-get.md': page.replace('{id}', '{id | name}') })
    const { code, out } = runIn(changed, ['plans'], project)
    expect(code).toBe(EXIT.findings)
    expect(out).toContain('record: not recorded')
    expect(out).toContain('record: no longer on the pages')
  })

  test('reviewed contradictions are read from beside the tool', () => {
    const { project } = repository()
    expect(project.known('plans')).toEqual([])
  })
})

describe('facts', () => {
  test('prints them with page, line and quote', () => {
    const folder = folderWith({ 'plan-get.md': page })
    expect(JSON.parse(runIn(folder, ['facts', 'plan-get.md']).out)).toEqual({
      facts: [
        {
          kind: 'operation',
          operation: 'GET /plans/{id}',
          page: 'plan-get.md',
          line: 4,
          quote: 'GET /plans/{id}',
        },
        {
          kind: 'parameter',
          operation: 'GET /plans/{id}',
          in: 'path',
          name: 'id',
          page: 'plan-get.md',
          line: 4,
          quote: '{id}',
        },
        {
          kind: 'status',
          operation: 'GET /plans/{id}',
          status: 200,
          page: 'plan-get.md',
          line: 7,
          quote: '`200 OK`',
        },
      ],
      open: [],
      notUnderstood: [],
      passedOver: [],
      lookedAt: { places: 2, taken: 2, open: 0, notUnderstood: 0, passedOver: 0 },
    })
  })
})

describe('draft', () => {
  test('writes a file, and tells what it did not understand', () => {
    const folder = folderWith({ 'plan-get.md': `${page}\n## Colours\n|Red|Dark|\n|---|---|\n|a|b|` })
    const { code, err } = runIn(folder, [
      'draft',
      'plan-get.md',
      '--title',
      'Plans',
      '--output',
      'plans.yaml',
    ])
    expect(code).toBe(EXIT.clean)
    expect(readFileSync(join(folder, 'plans.yaml'), 'utf8')).toContain('title: Plans')
    expect(err).toContain('plan-get.md:9: not understood: a table in the section "Colours"')
  })
})

describe('draft into a folder', () => {
  const operation = page.replace('response code.', 'response code and a [plan](../resources/plan.md).')

  test('one file for each path and schema, which refer to each other', () => {
    const folder = folderWith({ 'plan-get.md': operation })
    expect(runIn(folder, ['draft', 'plan-get.md', '--folder', 'specs/plans'])).toMatchObject({
      code: EXIT.clean,
      err: 'Wrote 3 files into specs/plans',
    })
    const read = (file: string) => parse(readFileSync(join(folder, 'specs/plans', file), 'utf8'))
    expect(read('openapi.yaml').paths).toEqual({ '/plans/{id}': { $ref: 'paths/plans_{id}.yaml' } })
    expect(read('openapi.yaml').components).not.toHaveProperty('schemas')
    expect(read('paths/plans_{id}.yaml').get.responses['200'].content['application/json'].schema).toEqual({
      $ref: '../components/schemas/Plan.yaml',
    })
    expect(read('components/schemas/Plan.yaml')).toMatchObject({ type: 'object' })
  })

  test('never over a description that is there', () => {
    const folder = folderWith({ 'plan-get.md': operation, 'specs/plans/openapi.yaml': description })
    expect(runIn(folder, ['draft', 'plan-get.md', '--folder', 'specs/plans'])).toMatchObject({
      code: EXIT.usage,
      err: expect.stringContaining('specs/plans already holds a description.'),
    })
  })
})

describe('called wrongly', () => {
  const folder = () =>
    folderWith({
      'pages/plan-get.md': page,
      'empty/notes.html': '',
      'blank.md': '',
      'plans.yaml': description,
    })
  test.each([
    [['nowhere'], 'nowhere does not exist.'],
    [['empty'], 'holds no pages (.md or .txt).'],
    [
      ['pages'],
      `plan-get.md: no API of this name (${new Project().apis().join(', ')}). Name one with --api.`,
    ],
    [['pages', 'empty'], 'One folder of pages, not 2: pages, empty'],
    [['pages', '--api', 'plans'], 'No description of plans.'],
    [['pages', '--description', 'plans.yaml'], '--description needs --api'],
    [['pages', '--api', 'plans', '--description', 'none.yaml'], 'none.yaml does not exist.'],
    [['pages', ...against, '--known', 'none.yaml'], 'none.yaml does not exist.'],
    [['pages', '--json', '--markdown'], 'Either --json or --markdown, not both.'],
    [['--record'], '--record needs the folder of pages to record.'],
    [['--api', 'plans'], 'No facts are recorded for plans.'],
    [['--colour'], "Unknown option '--colour'"],
    [['facts'], '"facts" needs pages or folders of pages.'],
    [['facts', 'pages', '--all'], '"facts" has no option --all.'],
    [['draft', 'pages', '--output', 'a', '--folder', 'b'], 'Either --output or --folder, not both.'],
    [['pages', '--record', ...against], '--record is for the descriptions of this repository.'],
    [['draft', 'blank.md'], 'no facts to draft a description from.'],
    [['draft', 'empty'], 'holds no pages (.md or .txt).'],
    [['facts', 'empty'], 'holds no pages (.md or .txt).'],
  ])('%j', (args, message) => {
    const { code, out, err } = runIn(folder(), args as string[])
    expect(code).toBe(EXIT.usage)
    expect(out).toBe('')
    expect(err).toContain(message)
    expect(err).toContain('npm run conformance -- --help')
  })

  test.each([
    [['pages', '--api', 'plans', '--description', 'broken.yaml'], 'broken.yaml is not YAML: '],
    [['pages', ...against, '--known', 'broken.yaml'], 'broken.yaml is not YAML: '],
  ])('%j names the file that cannot be read', (args, message) => {
    const broken = folderWith({ 'pages/plan-get.md': page, 'plans.yaml': description, 'broken.yaml': 'x: [' })
    const { code, err } = runIn(broken, args)
    expect(code).toBe(EXIT.usage)
    expect(err).toContain(message)
  })

  test('a folder that is named like a page is looked into, not read', () => {
    const nested = folderWith({ 'pages/old.md/plan-get.md': page })
    expect(runIn(nested, ['facts', 'pages'])).toMatchObject({ code: EXIT.clean })
  })

  test('--help tells the commands, the options and the exit codes', () => {
    const { code, out } = runIn(folder(), ['--help'])
    expect(code).toBe(EXIT.clean)
    for (const word of ['draft', 'facts', '--record', '--known', '--description', '--all', 'Exit codes']) {
      expect(out).toContain(word)
    }
  })
})
