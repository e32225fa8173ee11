import { expect, test } from 'vitest'
import { createLog, type LogLine } from '../../src/server/log.ts'

const line: LogLine = {
  time: '2026-12-01T00:00:00.000Z',
  method: 'GET',
  url: '/notes\u001b[2J?a=\r\nGET /forged 200',
  status: 404,
  duration: 1,
  operation: undefined,
  why: ['no \u0007such\u009b path\n'],
}

test.each([
  ['pretty', false],
  ['pretty', true],
  ['json', false],
] as const)(
  '%s (terminal: %s) writes one line, and what a client sent controls no terminal',
  async (format, isTTY) => {
    const written: string[] = []
    createLog(format, { write: (text: string) => written.push(text), isTTY })(line)
    await new Promise(setImmediate)
    const text = written.join('')
    expect(text.endsWith('\n')).toBe(true)
    expect(text.slice(0, -1)).not.toContain('\n')
    expect(text).not.toContain('\r')
    expect(text).not.toContain('\u001b[2J')
    expect(text).not.toContain('\u0007')
    expect(text).toContain('/forged')
  },
)
