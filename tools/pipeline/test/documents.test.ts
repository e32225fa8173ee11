import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readManifests, root } from '../src/repository.ts'

const scripts = new Map([...readManifests()].map(([folder, manifest]) => [folder, manifest.scripts ?? {}]))
const documents = globSync('{*.md,{docs,examples,packages,specs,tools}/**/*.md}', {
  cwd: root,
  exclude: (name) => ['node_modules', 'dist', 'generated', '.cache', '.turbo'].includes(name),
}).map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(root, file), 'utf8') }))

/** The headings of a document as the anchors that a code host makes of them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** Whether a link leads to a file of the repository and, in a document, to one of its headings. */
function leadsSomewhere(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? join(root, file) : join(root, dirname(file), path)
  if (!existsSync(target)) return false
  return anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).includes(anchor)
}

test('the documents of every folder are looked at', () => {
  const found = documents.map(({ file }) => file)
  expect(found).toEqual(
    expect.arrayContaining([
      'README.md',
      'docs/decisions/README.md',
      'specs/README.md',
      'packages/mock/README.md',
    ]),
  )
})

test('the glossary says of each word where it lives', () => {
  const glossary = readFileSync(join(root, 'GLOSSARY.md'), 'utf8')
  const places = [...glossary.matchAll(/^\|[^|]+\|[^|]+\| `([^`]+)` \|/gm)].map(
    ([, place]) => place as string,
  )
  expect(places.length).toBeGreaterThan(50)
  const isThere = (place: string) => globSync(place.replaceAll('<api>', '*'), { cwd: root }).length > 0
  expect(places.filter((place) => !isThere(place))).toEqual([])
})

test('the index of decisions lists each record by its number and title, and says which one replaced or amended it', () => {
  const records = documents.filter(({ file }) => /^docs\/decisions\/\d/.test(file))
  const wanted = records.map(({ file, text }) => {
    const [, number, title] = /^# (\d+)\. (.*)$/m.exec(text) ?? []
    const successor = /^Replaced by \[\d+\]\(((\d+)-[^)]+)\)/m.exec(text)
    const amendment = /^Amended by (\[\d+\]\([^)]+\))/m.exec(text)?.[1]
    const accepted = amendment ? `accepted, amended by ${amendment}` : 'accepted'
    const status = successor ? `replaced by [${Number(successor[2])}](${successor[1]})` : accepted
    return `| ${number} | [${title}](${basename(file)}) | ${status} |`
  })
  const index = readFileSync(join(root, 'docs/decisions/README.md'), 'utf8')
  const listed = [...index.matchAll(/^(\| \d+ \| .* \|) 20\d\d-\d\d-\d\d (\| .* \|)$/gm)]
  expect(listed.map(([, record, status]) => `${record}${status?.slice(1)}`)).toEqual(
    wanted.sort((a, b) => Number(a.split('|')[1]) - Number(b.split('|')[1])),
  )
})

/** The tests that run the programs of documents. */
const runners: [documents: RegExp, test: string][] = [
  [/^README\.md$/, 'tools/pipeline/test/readme.test.ts'],
  [/^packages\/(client|types|odata|description)\/README\.md$/, 'examples/testing/test/outside.test.ts'],
  [/^packages\/mock\/(README|docs\/[\w-]+)\.md$/, 'packages/reference/test/mock-docs.test.ts'],
  [/^packages\/reference\/src\/content\/docs\/guides\//, 'packages/reference/test/guides.test.ts'],
]

const fencesOf = (text: string, languages: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`(?:${languages})\\b[^\\n]*\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code = '']) => code,
  )

describe.each(documents)('$file', ({ file, text }) => {
  test('has programs only where a test runs them, and data that can be read', () => {
    const [, runner] = runners.find(([documents]) => documents.test(file)) ?? []
    if (fencesOf(text, 'tsx?|jsx?').length > 0)
      expect(runner && existsSync(join(root, runner)), 'Nothing runs its programs.').toBe(true)
    // JSON is YAML.
    for (const code of fencesOf(text, 'ya?ml|json')) expect(() => parse(code)).not.toThrow()
  })

  test('links to what is there', () => {
    // Addresses from the root of the site are the reference's to check.
    const links = [...text.matchAll(/\]\((?!https?:|\/)([^)\s]+)\)/g)].map(([, link]) => link as string)
    expect(links.filter((link) => !leadsSomewhere(file, link))).toEqual([])
  })

  test('names scripts that are there', () => {
    const named = [...text.matchAll(/npm (?:run ([\w:-]+)(?: -w ([\w/-]+))?|(start|test))\b/g)]
    const missing = named.filter(([, script, workspace = '.', lifecycle]) => {
      const name = script ?? (lifecycle as string)
      return scripts.get(workspace)?.[name] === undefined
    })
    expect(missing.map(([words]) => words)).toEqual([])
  })
})
