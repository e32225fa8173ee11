import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { generateTable } from '../src/index.ts'

const file = (name: string) => fileURLToPath(new URL(`descriptions/${name}`, import.meta.url))

test('paged.yaml becomes paged.want.txt', async () => {
  const { text } = await generateTable(file('paged.yaml'))
  await expect(text).toMatchFileSnapshot(file('paged.want.txt'))
})

test('a description without a server is refused', async () => {
  await expect(generateTable(file('no-server.yaml'))).rejects.toThrow('servers: the first entry is missing')
})
