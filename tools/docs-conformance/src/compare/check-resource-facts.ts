import { joinPointer, variantsOf } from '@clientele/description'
import { closersOf, hasName, requiredPlaces, type Schema, schemaNamed } from '../description/schemas.ts'
import type { Fact, FactOf, OperationName } from '../facts/fact.ts'
import {
  checkEnumValue,
  checkLimit,
  checkMark,
  checkProperty,
  checkResponseBody,
} from './check-body-facts.ts'
import { checkNoResponseBody } from './check-operation-facts.ts'
import { type Comparison, contradicting, found, missing, type Verdict } from './verdict.ts'

function withResource(
  { description }: Comparison,
  resource: string,
  check: (schema: Schema) => Verdict,
): Verdict {
  const schema = schemaNamed(description, resource)
  return schema ? check(schema) : missing('/components/schemas', `no schema ${resource}`)
}

export function checkResource(comparison: Comparison, fact: FactOf<'resource'>): Verdict {
  return withResource(comparison, fact.resource, (schema) => found(schema.pointer))
}

export function checkResourceProperty(comparison: Comparison, fact: FactOf<'property'>): Verdict {
  return withResource(comparison, fact.resource, (schema) =>
    checkProperty(comparison, schema, fact.name, fact.type),
  )
}

export function checkPropertyMark(comparison: Comparison, fact: FactOf<'property-mark'>): Verdict {
  return withResource(comparison, fact.resource, (schema) =>
    checkMark(comparison, schema, fact.name, fact.mark),
  )
}

export function checkPropertyLimit(comparison: Comparison, fact: FactOf<'property-limit'>): Verdict {
  return withResource(comparison, fact.resource, (schema) => checkLimit(comparison, schema, fact.name, fact))
}

export function checkDeprecated(comparison: Comparison, fact: FactOf<'deprecated'>): Verdict {
  return withResource(comparison, fact.resource, (schema) =>
    schema.node.deprecated === true
      ? found(schema.pointer)
      : contradicting(schema.pointer, 'the page says that the type is deprecated'),
  )
}

/** The key identifies the entity in every answer, so the schema requires it. */
export function checkKey(comparison: Comparison, fact: FactOf<'key'>): Verdict {
  return withResource(comparison, fact.resource, (schema) => {
    const verdict = checkProperty(comparison, schema, fact.property, undefined)
    if (verdict.outcome !== 'found') return verdict
    const places = requiredPlaces(comparison.description, schema).filter(({ name }) => name === fact.property)
    if (places.length > 0) return found(verdict.place, ...places.map(({ pointer }) => pointer))
    return contradicting(verdict.place, `the key ${fact.property} is not required`)
  })
}

export function checkOpenType(comparison: Comparison, fact: FactOf<'open-type'>): Verdict {
  return withResource(comparison, fact.resource, (schema) => {
    const closers = closersOf(comparison.description, schema)
    if (closers.length > 0 !== fact.open) return found(schema.pointer, ...closers)
    const reason = fact.open
      ? 'the type is open, the schema is closed'
      : 'the type is closed, the schema is open'
    return contradicting(schema.pointer, reason)
  })
}

export function checkBaseType(comparison: Comparison, fact: FactOf<'base-type'>): Verdict {
  const { description } = comparison
  return withResource(comparison, fact.resource, (schema) => {
    const bases = variantsOf(description, schema).filter((variant) => variant.pointer !== schema.pointer)
    const base = bases.find((variant) => hasName(description, variant, fact.base))
    return base
      ? found(base.pointer)
      : missing(joinPointer(schema.pointer, 'allOf'), `no base type ${fact.base}`)
  })
}

export function checkRelationship(comparison: Comparison, fact: FactOf<'relationship'>): Verdict {
  return withResource(comparison, fact.resource, (schema) =>
    checkProperty(comparison, schema, fact.name, fact.type),
  )
}

export function checkResourceEnumValue(comparison: Comparison, fact: FactOf<'enum-value'>): Verdict {
  return withResource(comparison, fact.resource, (schema) =>
    checkEnumValue(comparison, schema, fact.name, fact.value),
  )
}

/** A methods table names a page; the operation is the one that this page describes. */
export function checkMethod(comparison: Comparison, fact: FactOf<'method'>): Verdict {
  const success = comparison.facts.find((other) => isSuccessOf(other, fact.target))
  if (!success) {
    return {
      outcome: 'not comparable',
      place: '/paths',
      reason: `the page ${fact.target} is not among the pages`,
    }
  }
  const { page, line } = fact
  const place = { page, line, operation: success.operation as OperationName, status: success.status }
  if (fact.returns === undefined || fact.returns === 'Any') return found('/paths')
  if (fact.returns === 'None') return checkNoResponseBody(comparison, { ...place, kind: 'no-response-body' })
  return checkResponseBody(comparison, { ...place, kind: 'response-body', type: fact.returns })
}

function isSuccessOf(fact: Fact, page: string): fact is FactOf<'status'> {
  return fact.kind === 'status' && fact.page.toLowerCase() === page.toLowerCase() && fact.status < 300
}
