import { dirname, posix, resolve, sep } from 'node:path'

/** A file under `components/<kind>/`. */
export interface ComponentFile {
  kind: string
  name: string
}

const pattern = /\/components\/([^/]+)\/([^/]+)\.yaml$/

const slashes = (path: string): string => path.split(sep).join(posix.sep)

/** The absolute path, with `/`, of the file that a reference names. */
export function referencedFile(reference: string, from: string): string {
  return slashes(resolve(dirname(from), reference))
}

/** Reads kind and name out of a path; undefined for a file that is not a component. */
export function componentFile(path: string): ComponentFile | undefined {
  const [, kind, name] = pattern.exec(slashes(path)) ?? []
  return kind && name ? { kind, name } : undefined
}

/** The name of a file without folder and `.yaml`. */
export function baseName(path: string): string {
  return posix.basename(slashes(path), '.yaml')
}
