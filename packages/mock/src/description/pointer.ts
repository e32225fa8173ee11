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

function decode(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}
