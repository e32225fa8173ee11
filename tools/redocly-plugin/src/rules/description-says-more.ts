import { type Context, isObject, type Rule } from '../redocly.ts'
import { newWords } from '../words.ts'

/** A description has at least three words that are not in the name: not "The id" for `id`. */
export const descriptionSaysMore: Rule = () => ({
  Parameter: (parameter, context) => check(parameter.description, parameter.name ?? '', context),
  Header: (header, context) => check(header.description, String(context.key), context),
  SchemaProperties(properties, context) {
    for (const [name, schema] of Object.entries(properties)) {
      if (isObject(schema)) check(schema.description, name, context, name)
    }
  },
})

function check(description: unknown, name: string, { report, location }: Context, ...at: string[]): void {
  if (typeof description !== 'string' || newWords(description, name).length > 2) return
  report({
    message: `"${description}" says no more than the name "${name}". Say what a reader could not guess: where the value comes from, what it is for, what to watch out for.`,
    location: location.child([...at, 'description']),
  })
}
