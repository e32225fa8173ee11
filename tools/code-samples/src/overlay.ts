import type { Description } from '@clientele/description'
import { type CodeSample, codeSamples } from './code-samples.ts'
import { sampleRequest } from './sample-request.ts'

/** An OpenAPI Overlay 1.0 document. */
export interface SamplesOverlay {
  overlay: '1.0.0'
  info: { title: string; version: string }
  actions: { target: string; update: { 'x-codeSamples': CodeSample[] } }[]
}

/**
 * An overlay that gives every operation of a description its `x-codeSamples`.
 *
 * @param api name of the API, for its client.
 * @example
 * writeFileSync('samples.overlay.yaml', stringify(samplesOverlay(new Description(document))))
 */
export function samplesOverlay(description: Description, api?: string): SamplesOverlay {
  const { info } = description.document
  return {
    overlay: '1.0.0',
    info: { title: `Code samples of ${info.title}`, version: info.version },
    actions: description.operations.map((operation) => ({
      target: `$.paths[${jsonPathName(operation.path)}].${operation.method}`,
      update: { 'x-codeSamples': codeSamples(sampleRequest(description, operation, undefined, api)) },
    })),
  }
}

/** RFC 9535, section 2.3.1: a name selector in single quotes. */
function jsonPathName(name: string): string {
  return `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
