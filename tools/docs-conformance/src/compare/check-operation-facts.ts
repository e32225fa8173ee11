import {
  type Description,
  isObject,
  joinPointer,
  type Located,
  type Operation,
  type ParameterObject,
  type ResponseObject,
  variantsOf,
} from '@clientele/description'
import { type FoundOperation, findOperation, responseOf, serversOf } from '../description/operations.ts'
import { checkType, jsonTypeOf } from '../description/page-types.ts'
import { placeOf, type Schema, schemaNamed, valuesOf } from '../description/schemas.ts'
import type { Fact, FactOf, Limit, OperationName } from '../facts/fact.ts'
import { spellingsOf } from '../pages/request-line.ts'
import { type Comparison, contradicting, found, missing, type Verdict } from './verdict.ts'

/** The result for each operation of a comparison, because thousands of facts may be about the same one. */
const foundOperations = new WeakMap<Comparison, Map<OperationName, FoundOperation | undefined>>()

/** The operation that a fact is about, or nothing if there is none. */
export function operationOf(comparison: Comparison, name: OperationName): FoundOperation | undefined {
  const known = foundOperations.get(comparison) ?? new Map()
  foundOperations.set(comparison, known)
  if (!known.has(name))
    known.set(name, findOperation(comparison.description, name, serverOf(comparison, name)))
  return known.get(name)
}

function serverOf({ facts }: Comparison, name: OperationName): string | undefined {
  for (const fact of facts)
    if (fact.kind === 'operation' && fact.operation === name && fact.server) return fact.server
  return undefined
}

/** Runs a check on the operation of a fact; without the operation the fact is missing. */
export function withOperation(
  comparison: Comparison,
  name: OperationName,
  check: (operation: Operation) => Verdict,
): Verdict {
  const match = operationOf(comparison, name)
  return match ? check(match.operation) : missing('/paths', `no operation ${name}`)
}

export function checkOperation(comparison: Comparison, fact: FactOf<'operation'>): Verdict {
  const match = operationOf(comparison, fact.operation)
  if (!match) return missing('/paths', `no operation ${fact.operation}`)
  const { operation, difference } = match
  const place = operation.pointer
  if (difference) return contradicting(place, difference)
  return fact.server ? checkServer(comparison, fact, fact.server, operation) : found(place)
}

function checkServer(
  { description }: Comparison,
  fact: FactOf<'operation'>,
  server: string,
  operation: Operation,
): Verdict {
  // A page with `{baseURL}/v1` does not state the host.
  const isPathAlone = server.startsWith('/')
  const baseOf = (url: string) =>
    isPathAlone ? (URL.parse(url, 'https://host.example')?.pathname ?? '').replace(/\/$/, '') : url
  const shaped = (address: string) => address.replace(/\{[^{}]*\}/g, '{}').replace(/\/$/, '')
  const wanted = server + fact.operation.slice(fact.operation.indexOf(' ') + 1)
  const addresses = serversOf(description).map((url) => shaped(baseOf(url) + operation.path))
  const index = addresses.indexOf(shaped(wanted))
  if (index >= 0) return found(operation.pointer, joinPointer('/servers', String(index)))
  return contradicting('/servers', `no server gives ${wanted}`, operation.pointer)
}

export function checkParameter(comparison: Comparison, fact: FactOf<'parameter'>): Verdict {
  return withOperation(comparison, fact.operation, (operation) => {
    const match = findParameter(comparison, operation, fact)
    if ('outcome' in match) return match
    const [usage = match.pointer, ...chain] = match.chain
    const places = [...chain, match.pointer]
    if (match.node.name !== undefined && !isSameName(fact, String(match.node.name))) {
      return contradicting(usage, `another name: ${match.node.name}`, ...places)
    }
    places.push(...samePlaceholders(fact, operation))
    const isUnknown = fact.type && !jsonTypeOf(fact.type) && !schemaNamed(comparison.description, fact.type)
    // The name of a type that no page describes does not say how a parameter is written.
    if (!fact.type || (isUnknown && !/\(/.test(fact.type))) return found(usage, ...places)
    const schema = comparison.description.schemaOf(match)
    if (!schema) return missing(joinPointer(match.pointer, 'schema'), `no schema, the page says ${fact.type}`)
    const check = checkType(comparison.description, schema, fact.type)
    if (!check.fits) return contradicting(check.pointer, check.reason, usage, ...places)
    return found(usage, ...places, ...check.touches)
  })
}

/** If a path has a placeholder twice, OpenAPI has two parameters, and both are on the page. */
function samePlaceholders(fact: FactOf<'parameter'>, operation: Operation): string[] {
  const same = fact.in === 'path' ? samePositions(fact, operation) : []
  const parameters = operation.parameters.filter(({ node }) => node.in === 'path')
  return parameters.flatMap(({ node, chain }) => (same.includes(String(node.name)) ? chain : []))
}

/** The description's names for the placeholders at the places where the page has one with this name. */
function samePositions(
  fact: ParameterKey & { operation: OperationName },
  operation: Operation,
): (string | undefined)[] {
  const names = (path: string) => Array.from(path.matchAll(/\{([^{}]+)\}/g), (match) => match[1] ?? '')
  const described = names(operation.path)
  return names(fact.operation).flatMap((name, index) => (name === fact.name ? [described[index]] : []))
}

type ParameterKey = Pick<FactOf<'parameter'>, 'in' | 'name'>

function isSameName(fact: ParameterKey, name: string): boolean {
  if (fact.in === 'header') return fact.name.toLowerCase() === name.toLowerCase()
  return name === fact.name.replaceAll('|', '-or-') || spellingsOf(fact.name).includes(name)
}

/** The parameter, or the security scheme that sends `Authorization`. */
function findParameter(
  comparison: Comparison,
  operation: Operation,
  fact: ParameterKey & { operation: OperationName },
): Located<ParameterObject> | Verdict {
  const candidates = operation.parameters.filter(({ node }) => node.in === fact.in)
  const exact = candidates.find(({ node }) => isSameName(fact, String(node.name)))
  if (exact) return exact
  if (fact.in === 'header' && fact.name.toLowerCase() === 'authorization')
    return checkSecurity(comparison, operation)
  const near = candidates.find(({ node }) => String(node.name).toLowerCase() === fact.name.toLowerCase())
  const [position] = fact.in === 'path' ? samePositions(fact, operation) : []
  const other = candidates.find(({ node }) => node.name === position)
  return near ?? other ?? missing(operation.pointer, `no ${fact.in} parameter ${fact.name}`)
}

/** OpenAPI has `Authorization` as a security scheme, never as a parameter. */
function checkSecurity({ description }: Comparison, operation: Operation): Verdict {
  const schemes = operation.security.flatMap((requirement) => Object.keys(requirement))
  for (const name of schemes) {
    const scheme = description.locate(joinPointer('/components/securitySchemes', name))
    if (!scheme) continue
    const { type, scheme: word, in: location, name: header } = scheme.node
    const isHeader = type === 'http' && /^bearer$/i.test(String(word))
    const isKey = type === 'apiKey' && location === 'header' && /^authorization$/i.test(String(header))
    if (isHeader || isKey || type === 'oauth2' || type === 'openIdConnect') return found(scheme.pointer)
  }
  return missing(operation.pointer, 'no security scheme that sends Authorization')
}

export function checkParameterRequired(comparison: Comparison, fact: FactOf<'parameter-required'>): Verdict {
  return withOperation(comparison, fact.operation, (operation) => {
    if (fact.in === 'header' && fact.name.toLowerCase() === 'content-type')
      return checkBodyRequired(operation, fact.required)
    const match = findParameter(comparison, operation, fact)
    if ('outcome' in match) return match.outcome === 'found' ? checkSecurityRequired(operation, match) : match
    const [place = match.pointer] = match.chain
    const required = match.node.required === true
    if (required === fact.required || (fact.in === 'path' && isOptionalCall(comparison, fact.operation)))
      return found(place)
    return contradicting(place, `the page says ${fact.required ? 'required' : 'not required'}`)
  })
}

/**
 * A path parameter is always required; if it can be left out, there is another address without it, as with functions.
 */
function isOptionalCall({ facts }: Comparison, operation: OperationName): boolean {
  const plain = operation.replace(/\([^()]*\)$/, '')
  return plain !== operation && facts.some((fact) => fact.kind === 'operation' && fact.operation === plain)
}

/** A request that must name the type of its body must have a body. */
function checkBodyRequired(operation: Operation, required: boolean): Verdict {
  const body = operation.requestBody
  if (!body) return missing(operation.pointer, 'no request body')
  const [place = body.pointer] = body.chain
  if (!required || body.node.required === true) return found(place)
  return contradicting(place, 'the page requires Content-Type, the request body is optional')
}

/** An empty requirement makes security optional. */
function checkSecurityRequired(operation: Operation, scheme: Verdict): Verdict {
  const optional = operation.security.some((requirement) => Object.keys(requirement).length === 0)
  return optional ? contradicting(scheme.place, 'the page says required, the security is optional') : scheme
}

export function checkParameterEnumValue(
  comparison: Comparison,
  fact: FactOf<'parameter-enum-value'>,
): Verdict {
  return withOperation(comparison, fact.operation, (operation) => {
    const match = findParameter(comparison, operation, fact)
    if ('outcome' in match) return match
    const schema = comparison.description.schemaOf(match)
    const values = schema ? valuesOf(comparison.description, schema) : []
    const value = values.find((allowed) => String(allowed.value) === fact.value)
    return value ? found(value.pointer) : missing(match.pointer, `no value ${fact.value}`)
  })
}

/** Checks the keyword that limits the values of a parameter. */
export function checkParameterLimit(comparison: Comparison, fact: FactOf<'parameter-limit'>): Verdict {
  return withOperation(comparison, fact.operation, (operation) => {
    const match = findParameter(comparison, operation, fact)
    if ('outcome' in match) return match
    const schema = comparison.description.schemaOf(match)
    return schema
      ? checkKeyword(comparison.description, schema, fact)
      : missing(match.pointer, `no ${fact.keyword} ${fact.limit}`)
  })
}

/** Checks a keyword that limits a value, in the schema or in one that it is composed of. */
export function checkKeyword(description: Description, schema: Schema, { keyword, limit }: Limit): Verdict {
  const holder = variantsOf(description, schema).find(({ node }) => node[keyword] !== undefined)
  if (!holder) return missing(schema.pointer, `no ${keyword} ${limit}`)
  const place = placeOf(description, holder, keyword)
  const own = String(holder.node[keyword])
  // A property whose default is null can be null.
  const also = limit === 'null' ? [placeOf(description, holder, 'type')] : []
  return own === limit
    ? found(place, ...also)
    : contradicting(place, `the page says ${keyword} ${limit}, not ${own}`)
}

export function checkDeprecatedOperation(
  comparison: Comparison,
  fact: FactOf<'deprecated-operation'>,
): Verdict {
  return withOperation(comparison, fact.operation, ({ node, pointer }) =>
    node.deprecated === true
      ? found(pointer)
      : contradicting(pointer, 'the page says that the operation is deprecated'),
  )
}

/** The code may be a value of the error's schema, or appear in an example or in the text of the response. */
export function checkErrorCode(comparison: Comparison, fact: FactOf<'error-code'>): Verdict {
  return withResponse(comparison, fact, (response) => {
    const media = comparison.description.content(response)
    const words = JSON.stringify([response.node, ...media.map(({ node }) => node)])
    const isThere = new RegExp(`(?<![\\w.])${fact.code.replaceAll('.', '\\.')}(?![\\w])`).test(words)
    return isThere ? found(response.pointer) : missing(response.pointer, `no error code ${fact.code}`)
  })
}

export function checkNoParameter(comparison: Comparison, fact: FactOf<'no-parameter'>): Verdict {
  return withOperation(comparison, fact.operation, (operation) => {
    const offered = operation.parameters.find(
      ({ node }) =>
        node.in === fact.in &&
        (fact.name === '$*' ? String(node.name).startsWith('$') : isSameName(fact, String(node.name))),
    )
    if (!offered) return found(operation.pointer)
    return contradicting(
      offered.chain[0] ?? offered.pointer,
      `the page says that ${fact.name} is not supported`,
    )
  })
}

export function checkPermission(comparison: Comparison, fact: FactOf<'permission'>): Verdict {
  return withOperation(comparison, fact.operation, (operation) => {
    const { place, names } = permissionsOf(operation, fact.account)
    const lacking = fact.permissions.filter((permission) => !names.includes(permission))
    return lacking.length === 0 ? found(place) : missing(place, `no permission ${lacking.join(', ')}`)
  })
}

/** `x-permissions` by kind of account, else the scopes of the security requirements, which know no account. */
function permissionsOf(
  { node, pointer, security }: Operation,
  account: string,
): { place: string; names: unknown[] } {
  const permissions = node['x-permissions']
  if (isObject(permissions)) {
    const names = permissions[account]
    const place = joinPointer(pointer, 'x-permissions', account)
    return { place, names: Array.isArray(names) ? names : [] }
  }
  const names = security.flatMap((requirement) => Object.values(requirement)).flat()
  return { place: joinPointer(pointer, 'security'), names }
}

export function checkRequestMediaType(comparison: Comparison, fact: FactOf<'request-media-type'>): Verdict {
  return withOperation(comparison, fact.operation, (operation) => {
    const body = operation.requestBody
    if (!body) return missing(operation.pointer, 'no request body')
    return checkMediaType(comparison, body, fact.mediaType)
  })
}

export function checkResponseMediaType(comparison: Comparison, fact: FactOf<'response-media-type'>): Verdict {
  return withResponse(comparison, fact, (response) => checkMediaType(comparison, response, fact.mediaType))
}

function checkMediaType({ description }: Comparison, message: Located<object>, mediaType: string): Verdict {
  const match = description.content(message).find((content) => content.mediaType.toLowerCase() === mediaType)
  const place = joinPointer(message.pointer, 'content')
  return match ? found(match.chain[0] ?? match.pointer) : missing(place, `no media type ${mediaType}`)
}

export function checkNoRequestBody(comparison: Comparison, fact: FactOf<'no-request-body'>): Verdict {
  return withOperation(comparison, fact.operation, (operation) => {
    const body = operation.requestBody
    if (!body) return found(operation.pointer)
    return contradicting(body.chain[0] ?? body.pointer, 'the page says that there is no request body')
  })
}

export function checkStatus(comparison: Comparison, fact: FactOf<'status'>): Verdict {
  return withResponse(comparison, fact, (response) => {
    const [usage = response.pointer, ...chain] = response.chain
    return found(usage, ...chain)
  })
}

export function checkNoResponseBody(comparison: Comparison, fact: FactOf<'no-response-body'>): Verdict {
  return withResponse(comparison, fact, (response) => {
    if (comparison.description.content(response).length === 0) return found(response.pointer)
    return contradicting(
      joinPointer(response.pointer, 'content'),
      'the page says that the answer has no body',
    )
  })
}

export function checkResponseHeader(comparison: Comparison, fact: FactOf<'response-header'>): Verdict {
  const { description } = comparison
  return withOperation(comparison, fact.operation, (operation) => {
    const named = operation.responses.filter(({ name }) =>
      fact.status === undefined ? name.startsWith('2') : name === String(fact.status),
    )
    // Without a status the page says that about every success answer with the header.
    const chains = named.flatMap((response) =>
      description
        .headers(response)
        .filter(({ name }) => name.toLowerCase() === fact.name.toLowerCase())
        .flatMap(({ chain }) => chain),
    )
    const [first, ...others] = chains
    if (first !== undefined) return found(first, ...others)
    return missing(named[0]?.pointer ?? operation.pointer, `no response header ${fact.name}`)
  })
}

/** Runs a check on the response of a fact; without the response the fact is missing. */
export function withResponse(
  comparison: Comparison,
  fact: Fact & { operation: OperationName; status: number },
  check: (response: Located<ResponseObject>) => Verdict,
): Verdict {
  return withOperation(comparison, fact.operation, (operation) => {
    const response = responseOf(operation, fact.status)
    const place = joinPointer(operation.pointer, 'responses')
    return response ? check(response) : missing(place, `no status ${fact.status}`)
  })
}
