import { createRequire } from 'node:module'
import { isObject } from '../../json/json.ts'
import { MockConfigurationError } from '../../json/mistakes.ts'

type Root = Record<string, unknown>

/** A Swagger 2.0 description as OpenAPI 3.0; every other one as it is. @throws MockConfigurationError */
export function upgraded(root: Root, shown: string): Root {
  if (root.swagger !== '2.0' && root.swagger !== 2) return root
  // Loaded here, since most descriptions do not need it.
  const { upgradeFromTwoToThree } = createRequire(import.meta.url)(
    '@scalar/openapi-upgrader/2.0-to-3.0',
  ) as typeof import('@scalar/openapi-upgrader/2.0-to-3.0')
  try {
    // It changes what it is given.
    return upgradeFromTwoToThree({
      ...withOwnParameters(structuredClone(root)),
      swagger: '2.0',
    }) as unknown as Root
  } catch (error) {
    throw new MockConfigurationError(
      `${shown}: This Swagger 2.0 description cannot be converted to OpenAPI 3 (${(error as Error).message}). ` +
        'Check that its paths, parameters and responses have the form that Swagger 2.0 gives them.',
    )
  }
}

/** A body may be a shared parameter. The converter sees it only where the operation has it itself. */
function withOwnParameters(root: Root): Root {
  const shared = isObject(root.parameters) ? root.parameters : {}
  const own = (parameter: unknown) => {
    const reference = isObject(parameter) && typeof parameter.$ref === 'string' ? parameter.$ref : ''
    const target = shared[reference.replace(/^#\/parameters\//, '')]
    return isObject(target) && /^(body|formData)$/.test(String(target.in)) ? target : parameter
  }
  for (const item of Object.values(isObject(root.paths) ? root.paths : {})) {
    for (const operation of isObject(item) ? Object.values(item) : [])
      if (isObject(operation) && Array.isArray(operation.parameters))
        operation.parameters = operation.parameters.map(own)
  }
  return root
}
