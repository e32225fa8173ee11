/** Splits a printed shell command into words the way a POSIX shell does, so that no shell is needed to run it. */
export function shellWords(command: string, variables: Record<string, string> = {}): string[] {
  const pattern = /\\\n|'([^']*)'|"([^"]*)"|\\(.)|(\s+)|([^\s'"\\]+)/gs
  const words: string[] = []
  let word: string | undefined
  for (const [whole, single, double, escaped, space, bare] of command.matchAll(pattern)) {
    if (space !== undefined || whole === '\\\n') {
      if (word !== undefined) words.push(word)
      word = undefined
    } else {
      word = (word ?? '') + (single ?? escaped ?? expand(double ?? bare ?? '', variables))
    }
  }
  return word === undefined ? words : [...words, word]
}

function expand(text: string, variables: Record<string, string>): string {
  return text.replaceAll(/\$(\w+)/g, (_, name: string) => variables[name] ?? '')
}
