import type { ErrorCode } from '../description/document.ts'
import type { ErrorGroup } from '../description/error-catalogue.ts'
import { sourceNote } from './property-lines.ts'

/** The errors catalogue as Markdown. */
export function errorsMarkdown(groups: readonly ErrorGroup[]): string {
  return ['# Errors', ...groups.flatMap(({ title, codes }) => [`## ${title}`, codes.map(line).join('\n')])]
    .join('\n\n')
    .concat('\n')
}

function line(entry: ErrorCode): string {
  const { status, code, meaning, cause, remedy } = entry
  const text = [meaning, cause && `Cause: ${cause}`, remedy && `What to do: ${remedy}`]
    .filter(Boolean)
    .join(' ')
  return `- \`${code}\` with status ${status}: ${text.replaceAll(/\s+/g, ' ').trim()}${sourceNote(entry['x-source'])}`
}
