import type { Exchange } from '../exchange/exchange.ts'
import type { FaultMatch } from './fault-plan.ts'

/** Makes the test whether a request is one that a rule is for; how often it applies is not looked at. */
export function matcherOf({ method, path, operation, api }: FaultMatch): (exchange: Exchange) => boolean {
  const methods = method === undefined ? undefined : [method].flat().map((name) => name.toUpperCase())
  const paths = path === undefined ? undefined : { exact: patternOf(path, ''), any: patternOf(path, 'i') }
  return (exchange) =>
    (methods?.includes(exchange.request.method) ?? true) &&
    (operation === undefined || exchange.operation.id === operation) &&
    (api === undefined || exchange.api.name === api) &&
    (paths === undefined || fitsPath(exchange, paths[exchange.api.settings.letterCase]))
}

function fitsPath({ request, basePath }: Exchange, pattern: RegExp): boolean {
  return pattern.test(request.path) || pattern.test(request.path.slice(basePath.length) || '/')
}

/** One trailing slash more or less makes no difference: whether it is allowed was decided by routing. */
function patternOf(path: string, flags: string): RegExp {
  const segments = path.replace(/\/$/, '').split('/').map(segmentPattern)
  return new RegExp(`^${segments.join('/')}/?$`, flags)
}

/** Neighbouring wildcards are one, so that no pattern makes the expression try every split between them. */
function segmentPattern(segment: string): string {
  if (segment === '**') return '.*'
  return segment
    .split(/((?:\{[^{}]*\}|\*)+)/)
    .map((part, index) => (index % 2 === 1 ? '[^/]+' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
    .join('')
}
