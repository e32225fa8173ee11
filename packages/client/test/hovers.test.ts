import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const file = fileURLToPath(new URL('hovers/usage.ts', import.meta.url))

/** The part of TypeScript 5's language service that is used here; TypeScript 7 has no JavaScript API. */
interface LanguageService {
  getSemanticDiagnostics(file: string): { messageText: unknown }[]
  getQuickInfoAtPosition(file: string, position: number): { displayParts?: { text: string }[] } | undefined
  getCompletionsAtPosition(
    file: string,
    position: number,
    options: object,
  ): { entries: { name: string; kind: string }[] } | undefined
}

const ts = createRequire(new URL('../../../tools/type-generator/package.json', import.meta.url))('typescript')

function createService(): LanguageService {
  const { options } = ts.getParsedCommandLineOfConfigFile(`${packageFolder}tsconfig.json`, {}, ts.sys)
  return ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name: string) =>
      ts.sys.fileExists(name) ? ts.ScriptSnapshot.fromString(readFileSync(name, 'utf8')) : undefined,
    getCurrentDirectory: () => packageFolder,
    getCompilationSettings: () => ({ ...options, types: [] }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  })
}

const text = readFileSync(file, 'utf8')
const lines = text.split('\n')

/** The places above the carets, in the order of the file. */
const places = lines.flatMap((line, index) => {
  const [, sign] = /^\/\/ +([\^|])$/.exec(line) ?? []
  const above = lines[index - 1] ?? ''
  const before = lines.slice(0, index - 1).join('\n').length + 1
  return sign ? [{ sign, above, position: before + line.indexOf(sign) }] : []
})

test('what an editor shows', async () => {
  const service = createService()
  expect(service.getSemanticDiagnostics(file)).toEqual([])
  const shown = places.map(({ sign, above, position }) => {
    const { displayParts = [] } = service.getQuickInfoAtPosition(file, position) ?? {}
    const { entries = [] } = service.getCompletionsAtPosition(file, position, {}) ?? {}
    const hover = displayParts.map((part) => part.text).join('')
    const offered = entries.map(({ name }) => name).join('\n')
    return `// ${above.trim()}\n${sign === '^' ? hover : offered}\n`
  })
  await expect(shown.join('\n')).toMatchFileSnapshot('hovers/hovers.txt')
  const long = places.filter(({ sign }, index) => sign === '^' && (shown[index]?.length ?? 0) > 500)
  expect(long).toEqual([])
})
