import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { scriptsOfApi, workspaceOf } from '@clientele/api-folders'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { turbo } from '../src/turbo.ts'
import { WorkspaceCopy } from '../src/workspace-copy.ts'

// No real API has this name.
const api = 'desk-of-this-test'
const description = `openapi: 3.1.0
info:
  title: Help desk
  version: '2'
  x-draft: true
servers:
  - url: https://desk.example/v2
security:
  - key: []
paths:
  /tickets:
    get:
      operationId: listTickets
      parameters:
        - { name: state, in: query, schema: { type: array, items: { type: string } } }
      responses:
        '200':
          description: All tickets.
          headers: { Link: { schema: { type: string } } }
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Ticket' } }
    post:
      operationId: createTicket
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Ticket' }
      responses:
        '201':
          description: The new ticket.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Ticket' }
  /tickets/{id}:
    get:
      operationId: getTicket
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        '200':
          description: The ticket.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Ticket' }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
  schemas:
    Ticket:
      type: object
      required: [subject]
      properties:
        id: { type: string, readOnly: true }
        subject: { type: string }
`

const program = `import { createMock } from '@clientele/mock'
import { createClient } from '@clientele/client/${api}'
import type { Ticket, TicketInput } from '@clientele/types/${api}'

const mock = createMock()
const desk = createClient({ token: 'any', fetch: mock.fetch })
const wanted: TicketInput = { subject: 'No paper' }
const made: Ticket = await desk.createTicket({ body: wanted })
// @ts-expect-error the service gives the id
const wrong: TicketInput = { subject: 'No paper', id: '1' }
const subjects: string[] = []
for await (const { subject } of desk.listTickets.items({})) subjects.push(subject)
console.log(JSON.stringify({ subjects, isMade: typeof made.id, wrong: typeof wrong }))
`

let copy: WorkspaceCopy
beforeAll(async () => {
  copy = new WorkspaceCopy()
  addFolder()
  await turbo(copy.root, 'run', 'build', 'lint', ...filters)
})
afterAll(() => copy.remove())

const filters = ['specs*', 'types', 'client', 'mock'].map((name) => `--filter=@clientele/${name}`)

/** What `npm run new-api` writes: a folder, a line, and what npm adds to the lock file. */
function addFolder(): void {
  const name = workspaceOf(api)
  mkdirSync(copy.path('specs', api))
  writeFileSync(copy.path('specs', api, 'openapi.yaml'), description)
  const manifest = { name, version: '0.0.0', private: true, type: 'module', scripts: scriptsOfApi }
  writeFileSync(copy.path('specs', api, 'package.json'), JSON.stringify(manifest))
  edit('specs/package.json', (specs) => {
    specs.devDependencies = { ...(specs.devDependencies as object), [name]: `file:${api}` }
  })
  edit('package-lock.json', ({ packages }) => {
    Object.assign(packages as object, {
      [`node_modules/${name}`]: { resolved: `specs/${api}`, link: true },
      [`specs/${api}`]: { name, version: '0.0.0' },
    })
  })
}

function edit(file: string, change: (content: Record<string, unknown>) => void): void {
  const content = JSON.parse(readFileSync(copy.path(file), 'utf8'))
  change(content)
  writeFileSync(copy.path(file), JSON.stringify(content, null, 2))
}

test('a draft in a folder is typed, called by its client and served by the mock', () => {
  const folder = copy.path('tools/pipeline/test/generated')
  mkdirSync(folder)
  writeFileSync(`${folder}/program.ts`, program)
  const config = { extends: '../../tsconfig.json', include: ['program.ts'] }
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(config))
  const compiler = spawnSync(process.execPath, [copy.path('node_modules/typescript/bin/tsc'), '-p', folder], {
    encoding: 'utf8',
  })
  expect(compiler.stdout).toBe('')
  const printed = execFileSync(process.execPath, [`${folder}/program.ts`], { encoding: 'utf8' })
  expect(JSON.parse(printed)).toEqual({
    subjects: expect.arrayContaining(['No paper']),
    isMade: 'string',
    wrong: 'object',
  })
})

test.each(['types', 'client', 'mock'])('what is packed of %s has no draft', (name) => {
  const folder = copy.path('packages', name)
  const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' } as const
  const [{ files }] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], options),
  )
  const paths: string[] = files.map(({ path }: { path: string }) => path)
  expect(paths.filter((path) => path.includes('partner-center-users'))).not.toEqual([])
  expect(paths.filter((path) => path.includes(api) || path.includes('.npmignore'))).toEqual([])
})

test('a missing folder, and one that is not named, are reported with what to do', async () => {
  const lines = readFileSync(copy.path('specs/package.json'), 'utf8')
  edit('specs/package.json', (specs) => {
    specs.devDependencies = { [workspaceOf('gone')]: 'file:gone' }
  })
  await expect(turbo(copy.root, 'run', 'build', '--filter=@clientele/specs')).rejects.toThrow(
    /specs\/desk-of-this-test is not among the devDependencies[\s\S]*specs\/package\.json names @clientele\/specs-gone, whose folder is gone\. Delete the line/,
  )
  writeFileSync(copy.path('specs/package.json'), lines)
})
