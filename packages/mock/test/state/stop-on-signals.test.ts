import { EventEmitter } from 'node:events'
import { constants } from 'node:os'
import { expect, test } from 'vitest'
import { stopOnSignals } from '../../src/command/run.ts'

/** The signals of a process, and what it exited with. */
class Signals extends EventEmitter {
  readonly codes: number[] = []
  exit(code: number): void {
    this.codes.push(code)
  }
}

function started(close: () => Promise<void>) {
  const signals = new Signals()
  const said: string[] = []
  stopOnSignals({ close }, signals, (message) => said.push(message))
  return { signals, said }
}

test('the first signal waits for running requests, whichever signal it is', async () => {
  let finish = () => {}
  const { signals, said } = started(() => new Promise((resolve) => (finish = resolve)))
  signals.emit('SIGINT')
  expect([signals.codes, said.length]).toEqual([[], 1])
  finish()
  await expect.poll(() => signals.codes).toEqual([0])
})

test('the second one does not wait, and exits with the code of its signal', () => {
  const { signals } = started(() => new Promise(() => {}))
  signals.emit('SIGTERM')
  signals.emit('SIGINT')
  expect(signals.codes).toEqual([128 + constants.signals.SIGINT])
})

test('says when the state cannot be saved, and exits 1', async () => {
  const { signals, said } = started(() => Promise.reject(new Error('disk I/O error')))
  signals.emit('SIGTERM')
  await expect.poll(() => signals.codes).toEqual([1])
  expect(said.at(-1)).toBe('Stopping failed: disk I/O error')
})
