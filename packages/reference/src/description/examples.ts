import type { Description, ExampleObject, MediaTypeObject } from '@clientele/description'

export interface PageExample {
  key: string
  summary: string
  mediaType: string
  /** JSON pretty-printed; other media types as they are. */
  text: string
}

/** The examples of a body in all its media types, each value once. */
export function examplesOf(
  description: Description,
  content: Record<string, MediaTypeObject> | undefined,
): PageExample[] {
  const seen = new Set<string>()
  return Object.entries(content ?? {})
    .flatMap(([mediaType, media]) => examplesOfMediaType(description, mediaType, media))
    .filter(({ text }) => !seen.has(text) && seen.add(text))
}

function examplesOfMediaType(
  description: Description,
  mediaType: string,
  media: MediaTypeObject,
): PageExample[] {
  const named = Object.entries(media.examples ?? {}).map(([key, reference]) => {
    const example = description.resolve<ExampleObject>(reference)
    return { key, summary: example.summary ?? key, mediaType, text: exampleText(example.value) }
  })
  if (named.length > 0 || media.example === undefined) return named
  return [{ key: 'example', summary: 'Example', mediaType, text: exampleText(media.example) }]
}

function exampleText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
