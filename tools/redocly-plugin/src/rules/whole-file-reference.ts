import type { Rule } from '../redocly.ts'

/** A `$ref` names a whole relative file, so that a component is always one file. */
export const wholeFileReference: Rule = () => ({
  ref: {
    enter({ $ref }, { report, location }) {
      if (/^(?!\/)[^:#]+\.yaml$/.test($ref)) return
      report({
        message: `"${$ref}" is not a whole file. Move what it points to into components/<kind>/<Name>.yaml and refer to that file by its relative path.`,
        location: location.child('$ref'),
      })
    },
  },
})
