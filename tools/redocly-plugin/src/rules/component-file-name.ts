import { baseName, componentFile, referencedFile } from '../component-file.ts'
import { type Context, isObject, type ReferenceNode, type Rule } from '../redocly.ts'

const kinds: Record<string, string> = {
  Example: 'examples',
  Header: 'headers',
  Parameter: 'parameters',
  RequestBody: 'requestBodies',
  Response: 'responses',
  Schema: 'schemas',
}

/**
 * A component is in `components/<kind>/` and has the name of its file. Files of parameters and headers are named after
 * them. Two files with the same name are an error, because the bundler would rename one of them.
 */
export const componentFileName: Rule = () => {
  const files = new Map<string, string>()
  return {
    ref: {
      enter(reference, context) {
        const kind = kinds[context.type.name]
        if (!kind) return
        const file = referencedFile(reference.$ref, context.location.source.absoluteRef)
        const say = (message: string) => context.report({ message, location: context.location.child('$ref') })
        if (componentFile(file)?.kind !== kind) {
          say(
            `A ${context.type.name} belongs in components/${kind}/<Name>.yaml. Move "${reference.$ref}" there.`,
          )
        }
        const wanted = wantedName(reference, context)
        if (wanted && wanted !== baseName(file)) {
          say(
            `The file of "${wanted}" is named "${baseName(file)}". Rename it to components/${kind}/${wanted}.yaml.`,
          )
        }
        if (/^(schemas|responses)$/.test(kind) && !/^[A-Z][A-Za-z\d]*$/.test(baseName(file))) {
          say(`"${baseName(file)}" is not in PascalCase. Rename the file, and the component with it.`)
        }
        const known = files.get(`${kind}/${baseName(file)}`) ?? file
        files.set(`${kind}/${baseName(file)}`, known)
        if (known !== file) {
          say(
            `Two files are named components/${kind}/${baseName(file)}.yaml, and the bundler would rename one. Rename "${reference.$ref}".`,
          )
        }
      },
    },
  }
}

/** Parameters and headers already have names; the file of a query option leaves out the `$`. */
function wantedName(reference: ReferenceNode, context: Context): string | undefined {
  if (context.type.name === 'Header') return String(context.key)
  if (context.type.name !== 'Parameter') return undefined
  const { node } = context.resolve(reference)
  return isObject(node) && typeof node.name === 'string' ? node.name.replace(/^\$/, '') : undefined
}
