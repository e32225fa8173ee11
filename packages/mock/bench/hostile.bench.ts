import { createHash } from 'node:crypto'
import type { Benchmark, BenchmarkContext } from '@clientele/bench'
import fc from 'fast-check'
import { createMock, type Mock } from '../src/index.ts'
import { documents, type Hostile, hostile, requestOf } from '../test/properties/hostile-requests.ts'

const usual = 1_000_000
/** Requests between two resets, so that what they create does not grow without end. */
const batch = 2_000
/** Every so many requests the whole state is compared, before and after. */
const compared = 20
/** What is longer than this keeps everyone else waiting, in milliseconds of CPU of the process. */
const patience = 1_000

/** Requests that want to crash, stall or change the mock, in process: `--size` requests, drawn from `--seed`. */
const benchmark: Benchmark = {
  name: 'Hostile requests: answers that are wrong',
  unit: 'findings',
  rounds: 1,
  onlyWhenNamed: true,
  async setup(context) {
    return {
      contestants: [{ name: 'mock', measure: () => attack(context) }],
      comparisons: [{ label: 'findings', subject: 'mock', bound: { atMost: 0 } }],
    }
  },
}

export default benchmark

async function attack(context: BenchmarkContext): Promise<number> {
  const { size = usual, seed = Date.now() % 1_000_000, log } = context
  log(`${size} requests, seed ${seed}`)
  const mock = createMock({ documents })
  const statuses = new Map<number, number>()
  const findings: string[] = []
  let longest = 0
  for (let done = 0; done < size; done += batch) {
    const requests = fc.sample(hostile, { numRuns: Math.min(batch, size - done), seed: seed + done })
    for (const [index, request] of requests.entries()) {
      const { status, finding, milliseconds } = await judged(mock, request, index % compared === 0)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      longest = Math.max(longest, milliseconds)
      if (finding !== undefined) findings.push(`${finding}: ${JSON.stringify(request).slice(0, 500)}`)
    }
    mock.reset()
    if ((done / batch) % 50 === 49)
      log(`${done + batch} requests, ${findings.length} findings, ${memory()} MB`)
  }
  const sorted = [...statuses].sort(([one], [other]) => one - other)
  log(`statuses: ${sorted.map(([status, count]) => `${status} ${count}`).join(', ')}`)
  log(`longest answer: ${longest.toFixed(0)} ms of CPU; resident memory at the end: ${memory()} MB`)
  for (const finding of findings.slice(0, 20)) log(finding)
  return findings.length
}

function memory(): string {
  return (process.memoryUsage().rss / 1e6).toFixed(0)
}

async function judged(mock: Mock, request: Hostile, compare: boolean) {
  const before = compare ? stateOf(mock) : undefined
  const started = process.cpuUsage()
  const response = await mock.fetch(requestOf(request))
  await response.arrayBuffer()
  const { user, system } = process.cpuUsage(started)
  const milliseconds = (user + system) / 1000
  const { status, headers } = response
  const finding =
    (status >= 500 && status !== 501 && `status ${status}`) ||
    (headers.get('set-cookie') !== null && 'a header of its own') ||
    (({} as { polluted?: boolean }).polluted !== undefined && 'a prototype was changed') ||
    (milliseconds > patience && `${milliseconds.toFixed(0)} ms of CPU`) ||
    (before !== undefined &&
      mustNotChange(request, status) &&
      stateOf(mock) !== before &&
      'the state changed') ||
    undefined
  return { status, finding, milliseconds }
}

function mustNotChange({ method }: Hostile, status: number): boolean {
  return status >= 400 || ['GET', 'HEAD', 'OPTIONS'].includes(method)
}

/** All records but the mock's own notes. */
function stateOf(mock: Mock): string {
  const records = mock.snapshot().collections.filter(({ resource }) => !resource.startsWith('#'))
  return createHash('sha256').update(JSON.stringify(records)).digest('hex')
}
