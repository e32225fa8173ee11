import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../../', import.meta.url))

interface Packed {
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: folder, encoding: 'utf8' }),
) as [Packed]

test('unpacked, the package is smaller than 1.2 MB', () => {
  expect(packed.unpackedSize).toBeLessThan(1_200_000)
})

test('nothing in it points to a file that is not in it', () => {
  expect(packed.files.filter(({ path }) => path.endsWith('.map'))).toEqual([])
})
