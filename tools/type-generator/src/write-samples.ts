import type { NamedType } from './names.ts'
import type { Sample } from './samples.ts'

interface Samples {
  name: string
  names: NamedType[]
  samples: Record<string, Sample>
}

const begin = '// Generated from the examples of the description. Do not edit.\n'

/** The name of a type as the name of a function: `customer` for `Customer`. */
const functionName = (type: string, all: readonly string[]): string => {
  const name = type[0]?.toLowerCase() + type.slice(1)
  return name !== type && all.includes(name) ? type : name
}

/** The types that have a sample, each with the name of its function. */
const sampled = ({ names, samples }: Samples) => {
  const all = names.map(({ name }) => name)
  return names.flatMap((type) => {
    const sample = samples[type.name]
    return sample ? [{ ...type, sample, call: functionName(type.name, all) }] : []
  })
}

/** The text of the module with the samples of an API. */
export function writeSamples(api: Samples): string {
  const entries = sampled(api).map(({ call, sample: { value, required } }) => {
    return `  ${call}: createSample(${JSON.stringify(value)}, ${JSON.stringify(required)}),\n`
  })
  return `${begin}import { createSample } from './create-sample.js'

export const sample = {
${entries.join('')}}
`
}

/** The types of that module. */
export function declareSamples(api: Samples): string {
  const entries = sampled(api).map(({ call, name }) => `  ${call}: Sample<types.${name}>\n`)
  return `${begin}import type * as types from '../${api.name}.js'
import type { Overrides, Sample } from './create-sample.js'

export type { Overrides, Sample }

/** Test data: each function returns a valid value of the type that it is named after, with the given overrides. */
export declare const sample: {
${entries.join('')}}
`
}
