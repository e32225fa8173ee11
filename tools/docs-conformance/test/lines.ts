/** Text without the indentation that it has in a test. */
export function lines(strings: TemplateStringsArray, ...values: string[]): string {
  const text = String.raw({ raw: strings }, ...values).replace(/^\n/, '')
  const indent = /^ */.exec(text)?.[0].length ?? 0
  return text
    .split('\n')
    .map((line) => line.slice(indent))
    .join('\n')
    .trimEnd()
}
