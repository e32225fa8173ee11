import { availableParallelism } from 'node:os'
import {
  isMainThread,
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
  workerData,
} from 'node:worker_threads'
import type { Reading } from '../facts/fact.ts'
import { mergeReadings } from '../facts/reading.ts'
import { type PageFile, readPageFile } from './read-page.ts'

/** Called with the number of pages read so far. */
export type Progress = (done: number, total: number) => void

/** Pages that a thread takes at a time. */
const AT_A_TIME = 32
/** How long the main thread sleeps between two looks at the results, in milliseconds, unless it is woken. */
const NAP = 200

interface Work {
  files: readonly PageFile[]
  /** Index of the next pages to take, and the number of answers given: shared by all threads. */
  counters: Int32Array
  port: MessagePort
}

type Answer = { first: number; reading: Reading } | { error: string }

/** Reads pages in several threads; the order of the facts is that of the files. */
export function readInThreads(files: readonly PageFile[], progress: Progress | undefined): Reading {
  const counters = new Int32Array(new SharedArrayBuffer(8))
  const threads = Array.from({ length: Math.max(1, Math.min(8, availableParallelism())) }, () =>
    startThread(files, counters),
  )
  const readings: Reading[] = []
  const chunks = Math.ceil(files.length / AT_A_TIME)
  const texts = new Map<string, string>()
  let done = 0
  while (done < chunks) {
    Atomics.wait(counters, 1, done, NAP)
    for (const { port } of threads) {
      for (let received = receiveMessageOnPort(port); received; received = receiveMessageOnPort(port)) {
        const answer: Answer = received.message
        if ('error' in answer) throw new Error(answer.error)
        readings[answer.first / AT_A_TIME] = shareTexts(answer.reading, texts)
        done++
      }
    }
    progress?.(Math.min(files.length, done * AT_A_TIME), files.length)
  }
  for (const { port } of threads) port.close()
  return mergeReadings(readings)
}

/** Texts that many facts share. */
const SHARED = ['page', 'operation', 'kind', 'resource', 'name', 'type', 'pointer', 'reason'] as const

/** Every fact came with its own copies of the names of the page, the operation and others; one of each is enough. */
function shareTexts(reading: Reading, texts: Map<string, string>): Reading {
  const shared = (text: string) => {
    if (!texts.has(text)) texts.set(text, text)
    return texts.get(text) as string
  }
  for (const list of [reading.facts, reading.open, reading.notUnderstood, reading.passedOver]) {
    for (const entry of list as unknown as Record<string, unknown>[]) {
      for (const key of SHARED) {
        const text = entry[key]
        if (typeof text === 'string') entry[key] = shared(text)
      }
    }
  }
  return reading
}

function startThread(files: readonly PageFile[], counters: Int32Array): { port: MessagePort } {
  const { port1, port2 } = new MessageChannel()
  const work: Work = { files, counters, port: port2 }
  const options = {
    workerData: work,
    transferList: [port2],
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  }
  // The port collects the results, so the process may end without the thread.
  new Worker(new URL(import.meta.url), options).unref()
  return { port: port1 }
}

async function work({ files, counters, port }: Work): Promise<void> {
  for (;;) {
    const first = Atomics.add(counters, 0, AT_A_TIME)
    if (first >= files.length) return
    const reading = mergeReadings(files.slice(first, first + AT_A_TIME).map((file) => readPageFile(file)))
    answer({ first, reading: { ...reading } })
  }

  function answer(message: Answer): void {
    port.postMessage(message)
    Atomics.add(counters, 1, 1)
    Atomics.notify(counters, 1)
  }
}

function isWork(value: unknown): value is Work {
  return typeof value === 'object' && value !== null && 'counters' in value && 'files' in value
}

if (!isMainThread && isWork(workerData)) {
  const { port } = workerData
  work(workerData).catch((error: unknown) => {
    port.postMessage({ error: error instanceof Error ? error.message : String(error) } satisfies Answer)
  })
}
