import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { JsonObject } from '@clientele/description'
import { stringify } from 'yaml'
import { draftDescription } from '../draft/draft-description.ts'
import { splitDraft } from '../draft/split-draft.ts'
import { UsageError } from '../pages/page-files.ts'
import { describePlace } from '../report/describe.ts'
import { deliver, readPaths } from './read-paths.ts'
import { type Command, EXIT, type Surroundings } from './surroundings.ts'

export const runDraft: Command = (paths, options, surroundings) => {
  const { title, output, folder } = options
  if (output !== undefined && folder !== undefined) {
    throw new UsageError('Either --output or --folder, not both.')
  }
  const reading = readPaths('draft', paths, surroundings)
  if (reading.facts.length === 0) {
    throw new UsageError(`${paths.join(', ')}: no facts to draft a description from.`)
  }
  const draft = draftDescription(reading, title ? { title } : {})
  if (folder === undefined) deliver(yamlOf(draft), output, surroundings)
  else writeFolder(splitDraft(draft), folder, surroundings)
  for (const place of reading.notUnderstood) {
    surroundings.err(`${describePlace(place)}: not understood: ${place.reason}`)
  }
  return EXIT.clean
}

function yamlOf(document: JsonObject): string {
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd()
}

/** Never overwrites a description that someone may have continued. */
function writeFolder(files: Map<string, JsonObject>, name: string, { folder, err }: Surroundings): void {
  const target = resolve(folder, name)
  if (existsSync(join(target, 'openapi.yaml'))) {
    throw new UsageError(`${name} already holds a description. Name another folder.`)
  }
  for (const [file, document] of files) {
    const path = join(target, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${yamlOf(document)}\n`)
  }
  err(`Wrote ${files.size} files into ${name}`)
}
