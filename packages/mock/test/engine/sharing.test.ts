import { describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'
import { askingMock } from '../ask.ts'

type Part = Record<string, unknown>

const text = { type: 'string' }
const object = (properties: Part, more: Part = {}) => ({ type: 'object', properties, ...more })
const list = (items: Part) => ({ type: 'array', items })
const json = (schema: Part) => ({ content: { 'application/json': { schema } } })
const answer = (schema: Part) => ({ description: '', ...json(schema) })
const path = (name: string) => ({ name, in: 'path', required: true, schema: text })
const record = { $ref: '#/components/schemas/Record' }

function collection(parameters: string[] = [], listed: Part = record, methods = ['get', 'post']): Part {
  const operations = {
    get: { responses: { 200: answer(list(listed)) } },
    post: { requestBody: json(record), responses: { 201: answer(record) } },
  }
  const kept = Object.entries(operations).filter(([method]) => methods.includes(method))
  return { parameters: parameters.map(path), ...Object.fromEntries(kept) }
}

function item(...parameters: string[]): Part {
  return {
    parameters: parameters.map(path),
    get: { responses: { 200: answer(record) } },
    patch: { requestBody: json(record), responses: { 200: answer(record) } },
    delete: { responses: { 204: { description: '' } } },
  }
}

function asking(schema: Part, paths: Part) {
  const components = { schemas: { Record: schema } }
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, components, paths }
  const mock = createMock({ documents: [document] })
  const api = mock.explain().resources[0]?.api as string
  const load = (records: Record<string, Part[]>) =>
    mock.load({ state: { from: 'nothing', records: { [api]: records } } })
  const why = (name: string) => mock.explain().resources.find(({ path: own }) => own === name)?.why
  return { ask: askingMock(mock), why, load }
}

const names = (body: unknown) => (body as Part[]).map(({ name }) => name)

const plain = object({ id: text, name: text })
const ofProject = object({ id: text, name: text, project_id: text })
const ofObject = object({ id: text, name: text, project: object({ id: text, title: text }) })

describe('a collection shares the records of the one that has a path for each', () => {
  const cases = {
    'below a parent that records do not name': { schema: plain, which: 'those that are created in it' },
    'below a parent that a property names': { schema: ofProject, which: 'those that belong to its path' },
    'below a parent that an object names': { schema: ofObject, which: 'those that belong to its path' },
  }
  test.each(Object.entries(cases))('%s', async (_, { schema, which }) => {
    const { ask, why } = asking(schema, {
      '/tasks': collection(),
      '/tasks/{id}': item('id'),
      '/projects/{id}/tasks': collection(['id']),
    })
    expect(why('/projects/{id}/tasks')).toContain(`shares the records of /tasks, and has ${which}`)
    const { status, body, headers } = await ask('POST /projects/p1/tasks', { name: 'first' })
    expect(status).toBe(201)
    expect(new URL(headers.get('location') as string).pathname).toBe(`/tasks/${body.id}`)
    expect((await ask(`GET /tasks/${body.id}`)).body).toEqual(body)
    expect(names((await ask('GET /tasks')).body)).toContain('first')
    expect(names((await ask('GET /projects/p1/tasks')).body)).toContain('first')
    expect(names((await ask('GET /projects/p2/tasks')).body)).not.toContain('first')
    await ask(`PATCH /tasks/${body.id}`, { name: 'second' })
    expect(names((await ask('GET /projects/p1/tasks')).body)).toContain('second')
    expect((await ask(`DELETE /tasks/${body.id}`)).status).toBe(204)
    expect(names((await ask('GET /projects/p1/tasks')).body)).not.toContain('second')
    expect((await ask(`GET /tasks/${body.id}`)).status).toBe(404)
  })

  test('what is listed first below a parent is found too, and no list shows it twice', async () => {
    const { ask } = asking(plain, {
      '/projects': collection(),
      '/projects/{id}': item('id'),
      '/tasks': collection(),
      '/tasks/{id}': item('id'),
      '/projects/{id}/tasks': collection(['id']),
    })
    const [project] = (await ask('GET /projects')).body
    const own = (await ask(`GET /projects/${project.id}/tasks`)).body as Part[]
    expect(own.length).toBeGreaterThan(0)
    for (const task of own) expect((await ask(`GET /tasks/${task.id}`)).body).toEqual(task)
    const ids = ((await ask('GET /tasks')).body as Part[]).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(own.map(({ id }) => id)))
  })

  test('a record that moves to another parent is listed there', async () => {
    const { ask } = asking(ofProject, {
      '/tasks': collection(),
      '/tasks/{id}': item('id'),
      '/projects/{project_id}/tasks': collection(['project_id'], record, ['get']),
    })
    const { body } = await ask('POST /tasks', { name: 'task', project_id: 'p1' })
    expect(names((await ask('GET /projects/p1/tasks')).body)).toEqual(['task'])
    await ask(`PATCH /tasks/${body.id}`, { project_id: 'p2' })
    expect((await ask('GET /projects/p1/tasks')).body).toEqual([])
    expect(names((await ask('GET /projects/p2/tasks')).body)).toEqual(['task'])
  })

  test('given records are found at both paths', async () => {
    const { ask, load } = asking(ofProject, {
      '/tasks': collection(),
      '/tasks/{id}': item('id'),
      '/projects/{project_id}/tasks': collection(['project_id']),
    })
    load({
      '/projects/p1/tasks': [{ id: '1', name: 'one' }],
      '/tasks': [{ id: '2', name: 'two', project_id: 'p1' }],
    })
    expect((await ask('GET /tasks/1')).body).toEqual({ id: '1', name: 'one', project_id: 'p1' })
    expect(names((await ask('GET /projects/p1/tasks')).body)).toEqual(['one', 'two'])
    expect(names((await ask('GET /tasks')).body)).toEqual(['one', 'two'])
  })

  test('whose records nothing else lists or creates', async () => {
    const { ask } = asking(plain, {
      '/sections/{id}': item('id'),
      '/projects/{project}/sections': collection(['project']),
    })
    const { body } = await ask('POST /projects/p1/sections', { name: 'first' })
    expect((await ask(`GET /sections/${body.id}`)).body).toEqual(body)
    await ask(`DELETE /sections/${body.id}`)
    expect((await ask(`GET /sections/${body.id}`)).status).toBe(404)
    expect(names((await ask('GET /projects/p1/sections')).body)).not.toContain('first')
  })

  test('that has the same parents and one more', async () => {
    const { ask } = asking(plain, {
      '/repos/{repo}/comments': collection(['repo'], record, ['get']),
      '/repos/{repo}/comments/{id}': item('repo', 'id'),
      '/repos/{repo}/issues/{issue}/comments': collection(['repo', 'issue']),
    })
    const { body } = await ask('POST /repos/r1/issues/1/comments', { name: 'first' })
    expect((await ask(`GET /repos/r1/comments/${body.id}`)).body).toEqual(body)
    expect((await ask(`GET /repos/r2/comments/${body.id}`)).status).toBe(404)
    expect(names((await ask('GET /repos/r1/comments')).body)).toContain('first')
    expect(names((await ask('GET /repos/r1/issues/2/comments')).body)).not.toContain('first')
  })
})

describe('an owner whose records are addressed below it', () => {
  const owner = object({ login: text, url: text }, { required: ['login'], readOnly: true })
  const repo = object({ name: text, owner }, { required: ['name', 'owner'] })
  const paths = {
    '/repos/{owner}/{repo}': item('owner', 'repo'),
    '/orgs/{org}/repos': collection(['org'], object({ name: text })),
    '/user/repos': collection([], object({ name: text })),
  }

  test('is the account in the path', async () => {
    const { ask } = asking(repo, paths)
    const { body } = await ask('POST /orgs/acme/repos', { name: 'tools' })
    expect(body.owner.login).toBe('acme')
    expect((await ask('GET /repos/acme/tools')).body).toEqual(body)
    expect(names((await ask('GET /orgs/acme/repos')).body)).toEqual(['tools'])
    expect((await ask('GET /orgs/other/repos')).body).toEqual([])
    await ask('DELETE /repos/acme/tools')
    expect((await ask('GET /repos/acme/tools')).status).toBe(404)
    expect((await ask('GET /orgs/acme/repos')).body).toEqual([])
  })

  test('is the one that the new record shows', async () => {
    const { ask } = asking(repo, paths)
    const { body } = await ask('POST /user/repos', { name: 'tools' })
    expect((await ask(`GET /repos/${body.owner.login}/tools`)).body).toEqual(body)
    await ask(`PATCH /repos/${body.owner.login}/tools`, { name: 'tools' })
    expect(names((await ask('GET /user/repos')).body)).toContain('tools')
    await ask(`DELETE /repos/${body.owner.login}/tools`)
    expect(names((await ask('GET /user/repos')).body)).not.toContain('tools')
  })
})

describe('a collection keeps its records to itself', () => {
  const tasks = { '/tasks': collection(), '/tasks/{id}': item('id') }
  const below = '/projects/{project}/tasks'
  const cases: Record<string, { schema?: Part; paths: Part; why: string | undefined }> = {
    'when two others fit': {
      paths: {
        ...tasks,
        '/old/tasks': collection(),
        '/old/tasks/{id}': item('id'),
        [below]: collection(['project']),
      },
      why: 'its records may be those of /tasks or /old/tasks, so it keeps its own',
    },
    'when nothing tells a parent': {
      paths: {
        '/teams/{team}/tasks': collection(['team']),
        '/teams/{team}/tasks/{id}': item('team', 'id'),
        [below]: collection(['project']),
      },
      why: 'its records may be those of /teams/{team}/tasks, but nothing tells {team}, so it keeps its own',
    },
    'when it only lists, and records do not name the parent': {
      paths: { ...tasks, [below]: collection(['project'], record, ['get']) },
      why: undefined,
    },
    'when its path ends in another word': {
      paths: { ...tasks, '/projects/{project}/jobs': collection(['project']), [below]: undefined },
      why: undefined,
    },
  }
  test.each(Object.entries(cases))('%s', async (_, { paths, why: reason }) => {
    const { ask, why } = asking(plain, JSON.parse(JSON.stringify(paths)))
    const own = Object.keys(paths).find((each) => each.startsWith('/projects') && paths[each]) as string
    if (reason !== undefined) expect(why(own)).toContain(reason)
    expect(why(own)).not.toContain('shares')
    const sample = own.replace('{project}', 'p1')
    const created = await ask(`POST ${sample}`, { name: 'first' })
    if (created.status !== 201) return
    expect(names((await ask(`GET ${sample}`)).body)).toContain('first')
    if ('/tasks' in paths) expect(names((await ask('GET /tasks')).body)).not.toContain('first')
  })
})
