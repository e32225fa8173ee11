import type { ExampleObject, ParameterObject } from '@clientele/description'
import type { OperationModel, PlacedProperty } from '../description/operation.ts'
import { enumValues } from '../description/schema.ts'

/** A value that a field offers, and what it does. */
interface Offer {
  text: string
  label: string
}

/** The values that a field offers. */
export interface Offered {
  values: Offer[]
  /** No other value is valid. */
  only: boolean
  /** Several of them may be joined by commas. */
  several: boolean
}

/** What the field of a parameter offers: the values of its enumeration, or else its examples. */
export function offeredValues({ rawParameters }: OperationModel, { name, values }: PlacedProperty): Offered {
  const raw = rawParameters.find((parameter) => parameter.name === name)
  if (raw?.schema?.type === 'boolean') return { values: words(['true', 'false']), only: true, several: false }
  if (values.length > 0)
    return { values: words(values.map(({ value }) => value)), only: true, several: false }
  const items = enumValues(raw?.schema?.items ?? {}).map(({ value }) => value)
  if (items.length > 0) return { values: words(items), only: false, several: true }
  return { values: raw ? examples(raw) : [], only: false, several: false }
}

/** The first value of a field: that of the sample, if a value is required. */
export function prefilledValue(operation: OperationModel, parameter: PlacedProperty): string {
  if (!parameter.required) return ''
  const [first] = offeredValues(operation, parameter).values
  return asText(operation.request.input[parameter.name] ?? parameter.example ?? first?.text ?? '')
}

const words = (texts: readonly string[]): Offer[] => texts.map((text) => ({ text, label: '' }))

function examples({ examples = {}, example }: ParameterObject): Offer[] {
  const named = Object.values(examples as Record<string, ExampleObject>).map(({ value, summary = '' }) => ({
    text: asText(value),
    label: summary,
  }))
  return named.length === 0 && example !== undefined ? [{ text: asText(example), label: '' }] : named
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
