import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A description as a file in a folder of its own. */
export interface DescriptionFile {
  readonly path: string
  remove(): Promise<void>
}

export async function writeDescription(document: unknown): Promise<DescriptionFile> {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-bench-'))
  const path = join(folder, 'api.json')
  await writeFile(path, JSON.stringify(document, null, 1))
  return { path, remove: () => rm(folder, { recursive: true }) }
}
