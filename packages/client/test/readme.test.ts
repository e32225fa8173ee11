import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// examples/testing runs the programs of the README, in a folder outside.

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

test('the ten lines are ten lines', () => {
  const [, example = ''] = /^```ts\n([\s\S]*?)^```$/m.exec(read('../README.md')) ?? []
  expect(example.split('\n').filter((line) => line.trim() !== '')).toHaveLength(10)
})

test('every option has a default and an example beside it', () => {
  const source = read('../src/options.ts')
  for (const name of ['ClientOptions', 'RetryOptions']) {
    const [, body = ''] = new RegExp(`export interface ${name} \\{([\\s\\S]*?)^\\}`, 'm').exec(source) ?? []
    const options = [...body.matchAll(/\/\*\*([\s\S]*?)\*\/\s*(\w+)(\??):/g)]
    expect(options.length).toBe(body.match(/^ {2}\w+\??:/gm)?.length)
    for (const [, comment = '', name, optional] of options) {
      expect({ name, hasExample: comment.includes('@example') }).toEqual({ name, hasExample: true })
      if (optional)
        expect({ name, hasDefault: comment.includes('@default') }).toEqual({ name, hasDefault: true })
    }
  }
})
