import { isReference, type Rule } from '../redocly.ts'

/** The root file is a table of contents: it refers to paths and components and describes none itself. */
export const tableOfContents: Rule = () => ({
  Root({ paths, components }, { report, location }) {
    for (const [path, item] of Object.entries(paths ?? {})) {
      if (isReference(item)) continue
      report({
        message: `The path "${path}" is described in the root file. Move it to paths/${path.slice(1).replaceAll('/', '_')}.yaml and refer to that.`,
        location: location.child(['paths', path]),
      })
    }
    for (const kind of Object.keys(components ?? {})) {
      if (kind === 'securitySchemes') continue
      report({
        message: `The root file describes components. Move them to components/${kind}/, one file each, and refer to the files where they are used.`,
        location: location.child(['components', kind]),
      })
    }
  },
})
