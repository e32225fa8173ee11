const FIRST = '[\\p{L}\\p{Nl}_]'
const REST = '[\\p{L}\\p{Nl}\\p{Nd}\\p{Mn}\\p{Mc}\\p{Pc}\\p{Cf}]'

/** `odataIdentifier`: at most 128 characters. Of a longer name nothing is read. */
export const NAME = `${FIRST}${REST}{0,127}(?!${REST})`
/** A name with or without its namespace. */
export const QUALIFIED = `${NAME}(?:\\.${NAME})*`

export const IDENTIFIER = new RegExp(NAME, 'uy')
export const QUALIFIED_NAME = new RegExp(QUALIFIED, 'uy')
/** `@p`, an alias or an annotation without namespace; `@Measures.Currency#Reporting`, an annotation. */
export const ANNOTATION = new RegExp(`@${QUALIFIED}(?:#${NAME})?`, 'uy')
