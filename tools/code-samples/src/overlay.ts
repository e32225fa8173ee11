import { type CodeSample, codeSamples } from './code-samples.ts'
import { type Description, operationsOf } from './description.ts'
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
 * @example
 * writeFileSync('samples.overlay.yaml', stringify(samplesOverlay(description)))
 */
export function samplesOverlay(description: Description): SamplesOverlay {
  return {
    overlay: '1.0.0',
    info: { title: `Code samples of ${description.info.title}`, version: description.info.version },
    actions: operationsOf(description).map((entry) => ({
      target: `$.paths[${jsonPathName(entry.path)}].${entry.method}`,
      update: { 'x-codeSamples': codeSamples(sampleRequest(description, entry)) },
    })),
  }
}

/** RFC 9535, section 2.3.1: a name selector in single quotes. */
function jsonPathName(name: string): string {
  return `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
