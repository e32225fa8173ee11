import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { usage } from '../../src/command/options.ts'

const page = readFileSync(new URL('../../docs/coming-from-prism.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| (.*?) \| (.*) \|$/gm)].map(([, prism = '', here = '']) => ({
  prism,
  here,
}))

test('every flag of `prism mock` is on the page', () => {
  const names: string[] = []
  const yargs = {
    positional: () => yargs,
    options: (options: Record<string, { alias?: string }>) => {
      for (const [name, { alias }] of Object.entries(options))
        names.push(`\`--${name}\``, ...(alias === undefined ? [] : [`\`-${alias}\``]))
      return yargs
    },
  }
  createRequire(import.meta.url)('@stoplight/prism-cli/dist/commands/mock.js').default.builder(yargs)
  expect(names.length).toBeGreaterThan(10)
  const told = rows.map(({ prism }) => prism).join()
  expect(names.filter((name) => !told.includes(name))).toEqual([])
})

test('every flag that the page offers in its place is one of the command', () => {
  const offered = rows.flatMap(({ here }) =>
    [...here.matchAll(/`(--?[a-z]+)/g)].map(([, flag]) => flag as string),
  )
  expect(offered).toContain('--log')
  expect(offered.filter((flag) => !new RegExp(`(^|[ ,])${flag}\\b`, 'm').test(usage))).toEqual([])
})
