import { Agent, request } from 'node:http'
import type { Random } from '../../src/store/random.ts'
import { Command, notes } from './command.ts'

/** Connections that write to each process. */
const writers = 4

/** A write that was sent. While it is not answered, what it changes may be as before or as after. */
interface Write {
  readonly id: string | undefined
  readonly after: string | undefined
}

/** What must be in the file: every answered write; and what may be: the writes without an answer. */
export class Expectation {
  readonly texts = new Map<string, string>()
  readonly open = new Set<Write>()
  /** Writes that were answered. */
  answered = 0
  readonly #ids = new Set<string>()
  /** Records that are not as they were answered. */
  readonly wrong: string[] = []

  settle(write: Write, id: string): void {
    this.open.delete(write)
    this.answered++
    if (write.id === undefined && this.#ids.has(id)) this.wrong.push(`given again: id ${id}`)
    this.#ids.add(id)
    if (write.after === undefined) this.texts.delete(id)
    else this.texts.set(id, write.after)
  }

  /** Compares, and takes over how the writes without an answer went. */
  check(found: ReadonlyMap<string, string>): void {
    const open = [...this.open]
    for (const [id, text] of this.texts) {
      const allowed = [text, ...open.filter((write) => write.id === id).map(({ after }) => after)]
      if (!allowed.includes(found.get(id))) this.wrong.push(`${found.has(id) ? 'old' : 'lost'}: record ${id}`)
    }
    const created = open.filter((write) => write.id === undefined).map(({ after }) => after)
    for (const [id, text] of found) {
      if (!this.texts.has(id) && !created.includes(text))
        this.wrong.push(`back or from nowhere: record ${id}`)
    }
    this.open.clear()
    this.texts.clear()
    for (const [id, text] of found) this.texts.set(id, text)
  }
}

/** The scenario fills the new file only: later starts go on with what is there. */
function start(file: string): Command {
  return new Command(notes, '--port', '0', '--log', 'silent', '--state', file, '--scenario', 'empty')
}

/**
 * Writes to one state file on several connections and kills the process at a moment that chance chooses, again and again.
 * Each start is compared with what was answered before.
 */
export async function killAgainAndAgain(file: string, kills: number, random: Random): Promise<Expectation> {
  const expected = new Expectation()
  for (let time = 0; time < kills; time++) {
    const command = start(file)
    const url = await command.listening()
    const connections = new Agent({ keepAlive: true })
    expected.check(await found(url, connections))
    const moment = random.next() * 150
    const kill = once(() => setTimeout(() => command.process.kill('SIGKILL'), moment))
    await Promise.all(
      Array.from({ length: writers }, () => writeOn(url, connections, expected, random, kill)),
    )
    const { signal, stderr } = await command.ended
    if (signal !== 'SIGKILL') expected.wrong.push(`ended by itself: ${stderr}`)
    connections.destroy()
  }
  const last = start(file)
  const connections = new Agent()
  expected.check(await found(await last.listening(), connections))
  connections.destroy()
  last.process.kill('SIGKILL')
  await last.ended
  return expected
}

/** The first write of a process compiles what all later ones use; the moment of the kill counts from there. */
function once(action: () => void): () => void {
  let done = false
  return () => {
    if (!done) action()
    done = true
  }
}

/** Writes until the connection is lost. */
async function writeOn(
  url: string,
  agent: Agent,
  expected: Expectation,
  random: Random,
  onAnswer: () => void,
): Promise<void> {
  const own: string[] = []
  for (;;) {
    const choice = own.length === 0 ? 0 : random.next()
    const id = choice < 0.5 ? undefined : (own.at(-1) as string)
    const remove = choice > 0.9
    const text = remove ? undefined : `${random.uuid()} ${'x'.repeat(random.between(0, 2000))}`
    const write: Write = { id, after: text }
    expected.open.add(write)
    const method = id === undefined ? 'POST' : remove ? 'DELETE' : 'PATCH'
    const answer = await send(agent, method, id === undefined ? `${url}/notes` : `${url}/notes/${id}`, text)
    if (!answer) return
    if (![200, 201, 204].includes(answer.status)) expected.wrong.push(`${method} got ${answer.status}`)
    const written = id ?? (JSON.parse(answer.body) as { id: string }).id
    expected.settle(write, written)
    onAnswer()
    if (id === undefined) own.push(written)
    if (remove) own.pop()
  }
}

async function found(url: string, agent: Agent): Promise<Map<string, string>> {
  const answer = await send(agent, 'GET', `${url}/notes`, undefined)
  const list = JSON.parse(answer?.body ?? '') as { id: string; text: string }[]
  return new Map(list.map(({ id, text }) => [id, text]))
}

/** Undefined when the connection was lost before the whole answer was there. */
function send(agent: Agent, method: string, url: string, text: string | undefined) {
  return new Promise<{ status: number; body: string } | undefined>((resolve) => {
    const headers = text === undefined ? {} : { 'Content-Type': 'application/json' }
    const outgoing = request(url, { method, agent, headers }, (incoming) => {
      let body = ''
      incoming.setEncoding('utf8').on('data', (part: string) => {
        body += part
      })
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body }))
      incoming.on('error', () => resolve(undefined))
    })
    outgoing.on('error', () => resolve(undefined))
    outgoing.end(text === undefined ? undefined : JSON.stringify({ text }))
  })
}
