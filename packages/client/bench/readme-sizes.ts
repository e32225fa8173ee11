import { readFileSync } from 'node:fs'

const readme = new URL('../README.md', import.meta.url)

/** The table of sizes in the README: what an application imports, with its kB and the code that imports it. */
export function readSizes(): { what: string; kilobytes: number; application: string }[] {
  const text = readFileSync(readme, 'utf8')
  const [, table = ''] =
    /^\| what an application imports \| kB \|\n\|-+\|-+\|\n((?:\|.*\n)+)/m.exec(text) ?? []
  return [...table.matchAll(/^\| (.*) \| ([\d.]+) \|$/gm)].map(([, what = '', size]) => {
    const names = [...what.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
    const lines = names.map((name) =>
      name.startsWith('@') ? `export * from '${name}'` : `export { ${name} } from '@clientele/client'`,
    )
    return { what, kilobytes: Number(size), application: lines.join('\n') }
  })
}

/** The least and the most that the checks of one operation add, in kB, as the README says. */
export function readCheckSizes(): [least: number, most: number] {
  const text = readFileSync(readme, 'utf8')
  const [, least, most] = /checks of one operation add ([\d.]+) to ([\d.]+) kB/.exec(text) ?? []
  return [Number(least), Number(most)]
}
