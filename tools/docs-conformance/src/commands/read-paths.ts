import { closeSync, openSync, writeSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Reading } from '../facts/fact.ts'
import { mergeReadings } from '../facts/reading.ts'
import { pageFiles, readPageFiles, UsageError } from '../pages/page-files.ts'
import type { Surroundings } from './surroundings.ts'

/** Reads the pages and folders that the command line names, as pages of one API. */
export function readPaths(
  command: string,
  paths: string[],
  { folder, progress }: Pick<Surroundings, 'folder' | 'progress'>,
): Reading {
  if (paths.length === 0) throw new UsageError(`"${command}" needs pages or folders of pages.`)
  return mergeReadings(
    paths.map((path) => {
      const start = resolve(folder, path)
      const files = pageFiles(start)
      const isFile = files.length === 1 && files[0] === start
      return readPageFiles(isFile ? dirname(start) : start, files, progress)
    }),
  )
}

/** Writes a result into the file of `--output`, or prints it. A large one comes in parts. */
export function deliver(
  parts: string | Iterable<string>,
  output: string | undefined,
  { folder, out, err }: Surroundings,
): void {
  const pieces = typeof parts === 'string' ? [parts] : parts
  if (output === undefined) {
    out([...pieces].join(''))
    return
  }
  const file = openSync(resolve(folder, output), 'w')
  for (const piece of pieces) writeSync(file, piece)
  writeSync(file, '\n')
  closeSync(file)
  err(`Wrote ${output}`)
}
