import { globSync, watch } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './turbo.ts'

/** Files that people write. Built files, tests and files of editors are left out. */
const folders = ['specs', '{packages,tools}/*/{src,bin,control,scenarios,public,redoc}']
const left = /(^|[\\/])(dist|generated|node_modules|test|\..*)([\\/]|$)|(^|\/)[^./]+$|~$|\.(swp|tmp)$/

/**
 * Calls back with each file of the descriptions and of the code that changes.
 *
 * @returns what stops watching
 */
export function watchSources(edited: (file: string) => void): () => void {
  const watchers = globSync(folders, { cwd: root }).map((folder) =>
    watch(join(root, folder), { recursive: true }, (_, name) => {
      if (name === null) return
      const file = relative(root, join(root, folder, name)).replaceAll('\\', '/')
      if (!left.test(file)) edited(file)
    }),
  )
  return () => {
    for (const watcher of watchers) watcher.close()
  }
}
