const FIRST = '[\\p{L}\\p{Nl}_]'
const REST = '[\\p{L}\\p{Nl}\\p{Nd}\\p{Mn}\\p{Mc}\\p{Pc}\\p{Cf}]'

/** `odataIdentifier`: at most 128 characters. Of a longer name nothing is read. */
export const NAME = `${FIRST}${REST}{0,127}(?!${REST})`
/** A name with or without its namespace. */
export const QUALIFIED = `${NAME}(?:\\.${NAME})*`

/** A regular expression that is made when it is first used: for each one V8 looks up the letters of Unicode, 2 ms of CPU. */
export function lazily(source: string, flags: string): () => RegExp {
  let made: RegExp | undefined
  return () => {
    made ??= new RegExp(source, flags)
    return made
  }
}

export const IDENTIFIER = lazily(NAME, 'uy')
export const QUALIFIED_NAME = lazily(QUALIFIED, 'uy')
/** `@p`, an alias or an annotation without namespace; `@Measures.Currency#Reporting`, an annotation. */
export const ANNOTATION = lazily(`@${QUALIFIED}(?:#${NAME})?`, 'uy')
