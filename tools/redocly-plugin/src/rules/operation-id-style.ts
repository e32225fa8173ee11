import type { Rule } from '../redocly.ts'

const verbs: Record<string, readonly string[]> = {
  get: ['list', 'get'],
  post: ['create'],
  put: ['replace'],
  patch: ['update'],
  delete: ['delete'],
}

/** An operationId is a verb that fits the method and a noun, in camelCase: it becomes a method name of the client. */
export const operationIdStyle: Rule = () => ({
  Operation({ operationId = '' }, { key, report, location }) {
    const allowed = verbs[String(key)] ?? []
    if (allowed.some((verb) => new RegExp(`^${verb}[A-Z][A-Za-z\\d]*$`).test(operationId))) return
    report({
      message: `The operationId "${operationId}" of ${String(key).toUpperCase()} is not ${allowed.join(' or ')} followed by a noun. Name it like "${allowed[0] ?? 'get'}Customer".`,
      location: location.child('operationId'),
    })
  },
})
