/** Follows a JSON pointer without its `#`; undefined when it leads nowhere. */
export function follow(root: unknown, pointer: string): unknown {
  let node = root
  for (const step of pointerSteps(pointer)) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined
    node = (node as Record<string, unknown>)[step]
  }
  return node
}

/** `/paths/~1things/get` → `['paths', '/things', 'get']`; percent-encoding is undone first. */
export function pointerSteps(pointer: string): string[] {
  if (pointer === '' || pointer === '/') return []
  return pointer
    .slice(1)
    .split('/')
    .map((step) => decode(step).replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Writes one step of a pointer inside a URI fragment. */
export function pointerStep(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}
