import { execSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { description } from '../ask.ts'
import { runCommand, runCommandUntilGreeting, startCommand } from './running.ts'

describe('what the command prints', () => {
  test('the addresses of its own APIs, and a line that works when it is pasted', async () => {
    const command = await startCommand('--log', 'silent')
    expect(command.output()).toMatch(
      new RegExp(`graph-customer-profile, graph-customers\\b.* ${command.url}/beta\n`),
    )
    expect(command.output()).toMatch(new RegExp(`partner-center-users +${command.url}/v1\n`))
    const line = command
      .output()
      .split('\n')
      .find((each) => each.trim().startsWith('curl ')) as string
    const answer = execSync(`${line.trim()} -s`, { encoding: 'utf8' })
    expect(JSON.parse(answer).value.length).toBeGreaterThan(0)
    expect(await command.stop()).toBe(0)
  })

  test('the base path in that line, also where nothing is a collection', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clientele-mock-'))
    const file = join(folder, 'ping.json')
    const paths = { '/ping': { get: { responses: { 204: { description: 'Pong.' } } } } }
    const info = { title: 'Ping', version: '1' }
    writeFileSync(file, JSON.stringify({ openapi: '3.1.0', info, servers: [{ url: '/v2' }], paths }))
    const command = await startCommand(file, '--log', 'silent')
    expect(command.output()).toContain(` ${command.url}/v2/ping\n`)
    expect(await command.stop()).toBe(0)
  })

  test('its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await runCommand('--version')).toEqual({ code: 0, output: `${version}\n` })
  })

  test('answers as Prism gives them with -d, at the port of -p', async () => {
    const command = await startCommand(
      description('library.yaml'),
      '-p',
      '0',
      '-d',
      '--errors',
      '--log',
      'silent',
    )
    const ask = async () => (await fetch(`${command.url}/v2/books/9783161484100`)).json()
    expect(await ask()).not.toEqual(await ask())
    const wrong = {
      method: 'POST',
      body: '{',
      headers: { prefer: 'code=418', 'content-type': 'application/json' },
    }
    expect((await fetch(`${command.url}/v2/books`, wrong)).status).toBe(400)
    await command.stop()
  })

  test('a signal that comes as soon as the address is printed ends it cleanly', async () => {
    const { code, output } = await runCommandUntilGreeting()
    expect([code, output]).toEqual([0, expect.stringContaining('Stopping')])
  })

  test('a table of what was inferred, and why', async () => {
    const { code, output } = await runCommand(description('library.yaml'), '--explain')
    expect(code).toBe(0)
    const row = output.split('\n').find((line) => line.startsWith('library'))
    expect(row?.split(/ {2,}/)).toEqual([
      'library',
      '/v2/books',
      'collection',
      '{isbn} = isbn (text)',
      'bare array',
      'list create read update replace delete',
      '/books/{isbn} addresses one record; the list is a bare array; {isbn} is the property isbn',
    ])
    expect(output).toContain('library  POST /books/{isbn}/loan')
  })

  test('one line per request, without tokens, as JSON when asked', async () => {
    const command = await startCommand(description('library.yaml'), '--log', 'json')
    await fetch(`${command.url}/v2/books?access_token=hush`, { headers: { authorization: 'Bearer hush' } })
    await command.wrote('"GET"')
    const line = command
      .output()
      .split('\n')
      .find((each) => each.includes('"GET"')) as string
    expect(JSON.parse(line)).toMatchObject({
      method: 'GET',
      status: 200,
      operation: 'library listBooks',
      why: ['2 records'],
    })
    expect(command.output()).not.toContain('hush')
    await command.stop()
  })
})

describe('mistakes end with a message that says what to do', () => {
  test('a taken port', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const { code, output } = await runCommand('--port', String(port))
    expect(code).toBe(1)
    expect(output).toContain(`Port ${port} on 127.0.0.1 is taken. Choose another one: --port ${port + 1}`)
    taken.close()
  })

  const folder = mkdtempSync(join(tmpdir(), 'clientele-mock-'))
  const broken = join(folder, 'broken.yaml')
  writeFileSync(broken, 'openapi: 3.0.3\npaths: [')
  const swagger = join(folder, 'old.json')
  writeFileSync(swagger, '{"swagger":"1.2"}')

  const mistakes: [string, string[], RegExp][] = [
    ['no such file', ['nowhere.yaml'], /nowhere\.yaml: there is no such file/],
    ['a file that is not YAML', [broken], /broken\.yaml is not valid JSON or YAML/],
    ['another format', [swagger], /old\.json: This is Swagger 1\.2, not OpenAPI 3/],
    ['an unknown option', ['--prot', '1'], /--prot.*[\s\S]*--help/],
    ['a port that is none', ['--port', 'http'], /--port must be a whole number/],
    [
      'a base path for nobody',
      ['--base', 'other=/x'],
      /No description is called other; the descriptions are called/,
    ],
    ['a site that is not there', ['--site', 'nowhere'], /There is no folder nowhere to serve/],
    [
      'control routes that others can reach',
      ['--host', '0.0.0.0'],
      /On 0\.0\.0\.0, others can reach the control routes.*--control-token <text>/,
    ],
    ['a certificate without its key', ['--https', '--cert', 'cert.pem'], /--cert and --key go together/],
    [
      'a certificate without HTTPS',
      ['--cert', 'c.pem', '--key', 'k.pem'],
      /--cert and --key are for --https/,
    ],
    [
      'a certificate that is not there',
      ['--https', '--cert', 'nowhere.pem', '--key', 'nowhere.pem'],
      /--cert nowhere\.pem cannot be read/,
    ],
    ['a log nobody knows', ['--log', 'loud'], /--log must be one of pretty, json, silent/],
    [
      'two descriptions that were put at one path',
      [
        description('library.yaml'),
        description('library.yaml'),
        '--base',
        'library=/v2',
        '--base',
        'library-2=/v2',
      ],
      /library\.yaml \(\/books\) and .*library\.yaml \(\/books\) have the same path.*--base library-2=/,
    ],
  ]
  test.each(mistakes)('%s', async (_, args, message) => {
    const { code, output } = await runCommand(...args)
    expect(output).toMatch(message)
    expect(code).toBe(1)
  })
})

test('--base moves a description, so that the same one can be served twice', async () => {
  const file = description('library.yaml')
  const command = await startCommand(file, file, '--base', 'library-2=/other', '--log', 'silent')
  const [one, other] = await Promise.all(
    ['/v2/books', '/other/books'].map((path) => fetch(command.url + path)),
  )
  expect([one?.status, other?.status]).toEqual([200, 200])
  await fetch(`${command.url}/other/books/9783161484100`, { method: 'DELETE' })
  expect((await fetch(`${command.url}/v2/books/9783161484100`)).status).toBe(200)
  await command.stop()
})

test('--seed and --count give the same records in every process', async () => {
  const listed = async () => {
    const command = await startCommand('--seed', '7', '--count', '20', '--log', 'silent')
    const answer = await fetch(`${command.url}/beta/Customers`, { headers: { authorization: 'Bearer x' } })
    const { value } = await answer.json()
    await command.stop()
    return value as unknown[]
  }
  const first = await listed()
  expect(first).toHaveLength(20)
  expect(await listed()).toEqual(first)
})
