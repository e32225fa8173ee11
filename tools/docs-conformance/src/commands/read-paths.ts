import { writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Reading } from '../facts/fact.ts'
import { mergeReadings } from '../facts/reading.ts'
import { pageFiles, readPageFiles, UsageError } from '../pages/page-files.ts'
import type { Surroundings } from './surroundings.ts'

/** Reads the pages and folders that the command line names, as pages of one API. */
export function readPaths(
  command: string,
  paths: string[],
  { folder }: Pick<Surroundings, 'folder'>,
): Reading {
  if (paths.length === 0) throw new UsageError(`"${command}" needs pages or folders of pages.`)
  return mergeReadings(
    paths.map((path) => {
      const start = resolve(folder, path)
      const files = pageFiles(start)
      const isFile = files.length === 1 && files[0] === start
      return readPageFiles(isFile ? dirname(start) : start, files)
    }),
  )
}

/** Writes a result into the file of `--output`, or prints it. */
export function deliver(text: string, output: string | undefined, { folder, out, err }: Surroundings): void {
  if (output === undefined) {
    out(text)
    return
  }
  writeFileSync(resolve(folder, output), `${text}\n`)
  err(`Wrote ${output}`)
}
