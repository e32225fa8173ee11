import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../../../', import.meta.url)
const text = readFileSync(new URL('SECURITY.md', root), 'utf8')
const promises = [...text.matchAll(/\[([^\]]+)\]\(([^)]+\.test\.ts)\)/g)].map(
  ([, title = '', file = '']) => ({
    title,
    file,
  }),
)

test('every row of SECURITY.md names a test', () => {
  const rows = text.split('\n').filter((line) => line.startsWith('|') && !/^\| (-|promise|what)/.test(line))
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.filter((row) => !row.includes('.test.ts)'))).toEqual([])
})

test.each(promises)('SECURITY.md: "$title" is a test in $file', ({ title, file }) => {
  expect(readFileSync(new URL(file, root), 'utf8')).toContain(title)
})
