import { baseName, referencedFile } from '../component-file.ts'
import type { Rule } from '../redocly.ts'

/** The file of a path is named after the path: `paths/customers_{customer_id}.yaml` for `/customers/{customer_id}`. */
export const pathFileName: Rule = () => ({
  ref: {
    enter({ $ref }, { type, key, report, location }) {
      if (type.name !== 'PathItem') return
      const wanted = String(key).slice(1).replaceAll('/', '_')
      const file = referencedFile($ref, location.source.absoluteRef)
      if (baseName(file) === wanted && /\/paths\/[^/]+$/.test(file)) return
      report({
        message: `The file of the path "${key}" is "${$ref}". Rename it to paths/${wanted}.yaml.`,
        location: location.child('$ref'),
      })
    },
  },
})
