import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import clientelePlugin from '../src/index.ts'
import { library } from './library.ts'
import { lint } from './lint.ts'

const names = (folder: string, ending: string) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))

test('every rule is one file, is turned on, and has one test', () => {
  const { rules, configs } = clientelePlugin()
  const files = names('../src/rules/', '.ts')
  expect(Object.keys(rules.oas3).sort()).toEqual(files.sort())
  expect(Object.keys(configs['house-rules']?.rules ?? {}).sort()).toEqual(
    files.map((name) => `clientele/${name}`),
  )
  expect(names('./', '.test.ts')).toEqual(expect.arrayContaining(files))
})

test('a description that keeps every house rule has no finding', async () => {
  expect(await lint('all', { library })).toEqual({ library: [] })
})
