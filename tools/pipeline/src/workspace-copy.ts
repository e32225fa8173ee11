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

/** Puts an installed package into the copy. */
type Install = (source: string, place: string) => void

/**
 * A copy of the repository's own files in a temporary folder, installed, where a test may edit and delete.
 *
 * Workspaces are links to the copies, so that a task in the copy reads nothing of the original. Third-party packages
 * are links to the installed ones, which is quick, or copies of them: Vite follows links to their real place, where
 * Astro does not find the components of Starlight.
 */
export class WorkspaceCopy {
  readonly root = mkdtempSync(join(tmpdir(), 'clientele-pipeline-'))

  /** @param packages how the third-party packages get there. @default 'linked' */
  constructor(packages: 'linked' | 'copied' = 'linked') {
    const install = packages === 'linked' ? this.#link : this.#copy
    cpSync(root, this.root, { recursive: true, filter: (source) => !derived.has(basename(source)) })
    this.#installFolder('node_modules', install, (name) => name !== '@clientele')
    mkdirSync(join(this.root, 'node_modules/@clientele'))
    for (const [folder, { name }] of readManifests()) {
      if (folder === '.') continue
      this.#link(join(this.root, folder), join('node_modules', name))
      this.#installFolder(join(folder, 'node_modules'), install)
    }
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts)
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }

  #installFolder(folder: string, install: Install, wanted: (name: string) => boolean = () => true): void {
    const names = readFolder(join(root, folder)).filter(
      (name) => wanted(name) && name !== '.cache' && name !== '.vite',
    )
    if (names.length) mkdirSync(this.path(folder), { recursive: true })
    for (const name of names) install(join(root, folder, name), join(folder, name))
  }

  readonly #copy: Install = (source, place) => {
    // The links of `.bin` stay as they are: relative, so that they lead into the copy.
    cpSync(source, this.path(place), { recursive: true, verbatimSymlinks: true })
  }

  readonly #link: Install = (target, place) => {
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
