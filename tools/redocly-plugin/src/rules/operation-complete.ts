import { type Context, isObject, type OperationNode, type Rule } from '../redocly.ts'

const statuses = ['401', '403', '429', '4XX', '5XX']

/**
 * An operation has a tag, a link to its documentation, the answers that every call can get, and well-formed
 * permissions.
 */
export const operationComplete: Rule = () => ({
  Operation(operation, context) {
    const say = (message: string) => context.report({ message, location: context.location })
    if (!operation.tags?.length)
      say('This operation has no tag. Add one, so that the reference can group it.')
    if (!operation.externalDocs?.url)
      say('This operation has no externalDocs. Add the address of the page that documents it.')
    const missing = statuses.filter((status) => !operation.responses?.[status])
    if (missing.length > 0)
      say(
        `This operation does not list ${missing.join(', ')}. Add the shared responses: every call can get them.`,
      )
    checkPermissions(operation, context)
  },
})

function checkPermissions(operation: OperationNode, { report, location }: Context): void {
  const permissions = operation['x-permissions']
  if (permissions === undefined) return
  const { 'x-source': _, ...kinds } = isObject(permissions) ? permissions : {}
  const names = Object.values(kinds).flat()
  if (
    Object.values(kinds).every(Array.isArray) &&
    names.length > 0 &&
    names.every((name) => typeof name === 'string')
  )
    return
  report({
    message:
      'x-permissions is not a list of names for each kind of account. Write, for example, "delegated: [Customers.Read.All]" and "application: []".',
    location: location.child('x-permissions'),
  })
}
