import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { readManifests, root } from './repository.ts'

const derived = new Set([
  'node_modules',
  'dist',
  'generated',
  '.turbo',
  '.astro',
  '.git',
  '.cache',
  'coverage',
])

/**
 * A copy of the repository's own files in a temporary folder, installed by links, where a test may edit and delete.
 *
 * Third-party packages are links to the installed ones; the workspaces are links to the copies, so that a task
 * in the copy reads nothing of the original.
 */
export class WorkspaceCopy {
  readonly root = mkdtempSync(join(tmpdir(), 'clientele-pipeline-'))

  constructor() {
    cpSync(root, this.root, { recursive: true, filter: (source) => !derived.has(basename(source)) })
    this.#linkFolder('node_modules', (name) => name !== '@clientele')
    mkdirSync(join(this.root, 'node_modules/@clientele'))
    for (const [folder, { name }] of readManifests()) {
      if (folder === '.') continue
      this.#link(join(this.root, folder), join('node_modules', name))
      this.#linkFolder(join(folder, 'node_modules'))
    }
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts)
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }

  #linkFolder(folder: string, wanted: (name: string) => boolean = () => true): void {
    const names = readFolder(join(root, folder)).filter(
      (name) => wanted(name) && name !== '.cache' && name !== '.vite',
    )
    if (names.length) mkdirSync(this.path(folder), { recursive: true })
    for (const name of names) this.#link(join(root, folder, name), join(folder, name))
  }

  #link(target: string, place: string): void {
    // A junction needs no privilege on Windows; elsewhere the type is ignored.
    symlinkSync(target, this.path(place), 'junction')
  }
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
