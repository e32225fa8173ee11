import ts from 'typescript'
import { isObject, type JsonObject, walk } from './json.ts'

/**
 * openapi-typescript turns `patternProperties` into `[key: string]: unknown`, and an object with that
 * signature accepts every misspelt property. Here a pattern becomes a template literal signature instead:
 * `^@odata\.` admits `@odata.type` and still refuses `displayNam`.
 */

/** Puts every pattern among the properties, under the pattern's own text, where the generator visits it. */
export function movePatternsToProperties(description: JsonObject): void {
  walk(description, (schema) => {
    const { patternProperties, properties } = schema
    if (!isObject(patternProperties)) return
    for (const pattern of Object.keys(patternProperties)) templateOf(pattern)
    schema.properties = { ...(isObject(properties) ? properties : {}), ...patternProperties }
    delete schema.patternProperties
  })
}

/** Replaces the property named after a pattern with the index signature for that pattern. */
export function patternToIndexSignature(property: ts.PropertySignature): ts.PropertySignature | undefined {
  if (!ts.isStringLiteral(property.name) || !isPattern(property.name.text)) return undefined
  const key = ts.factory.createParameterDeclaration(
    undefined,
    undefined,
    'key',
    undefined,
    templateType(templateOf(property.name.text)),
  )
  const type = property.type ?? ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword)
  const signature: ts.TypeElement = ts.factory.createIndexSignature(undefined, [key], type)
  // The hook is typed for property signatures; the generator only puts the result among the members.
  return signature as ts.PropertySignature
}

interface Template {
  anchored: boolean
  literal: string
}

const isPattern = (name: string): boolean => name.startsWith('^') || name.includes('\\')

/** Reads a pattern of only literal text, anchored at the start or not. */
function templateOf(pattern: string): Template {
  const anchored = pattern.startsWith('^')
  const source = anchored ? pattern.slice(1) : pattern
  const literal = source.replace(/\\([^\w\s])/g, '$1')
  if (!isPattern(pattern) || /(?<!\\)[.*+?^${}()|[\]]|\\\w/.test(source)) {
    throw new Error(
      `patternProperties: "${pattern}" cannot become a template literal type. ` +
        'Use literal text with an escape or an anchor, such as "^@odata\\.", or extend tools/type-generator/src/pattern-properties.ts.',
    )
  }
  return { anchored, literal }
}

function templateType({ anchored, literal }: Template): ts.TypeNode {
  const { factory } = ts
  const string = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword)
  const spans = [factory.createTemplateLiteralTypeSpan(string, factory.createTemplateTail(''))]
  if (anchored) return factory.createTemplateLiteralType(factory.createTemplateHead(literal), spans)
  const first = factory.createTemplateLiteralTypeSpan(string, factory.createTemplateMiddle(literal))
  return factory.createTemplateLiteralType(factory.createTemplateHead(''), [first, ...spans])
}
