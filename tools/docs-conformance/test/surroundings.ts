import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { Project, run } from '../src/index.ts'

/** A folder of its own for one test, with these files. */
export function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'docs-conformance-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return folder
}

export interface Ended {
  code: number
  out: string
  err: string
}

/** Runs the command line in a folder and keeps what it prints. */
export function runIn(folder: string, args: string[], project: Project = new Project()): Ended {
  const out: string[] = []
  const err: string[] = []
  const code = run(args, { folder, project, out: (text) => out.push(text), err: (text) => err.push(text) })
  return { code, out: out.join('\n'), err: err.join('\n') }
}
