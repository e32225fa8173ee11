export { type ClientFactory, clientOf, type Proof } from './clients.ts'
export type { CodeSample } from './code-samples.ts'
// All samples of an operation, and of a description.
export { codeSamples } from './code-samples.ts'
// The writers. They run in the browser too.
export { curlSample } from './curl.ts'
export type { SamplesOverlay } from './overlay.ts'
export { samplesOverlay } from './overlay.ts'
export { serializeParameter } from './parameters.ts'
export { powershellSample } from './powershell.ts'
export type {
  ParameterValue,
  RequestTarget,
  SampleBody,
  SampleHeader,
  SampleRequest,
} from './sample-request.ts'
export { isWrittenElsewhere, requestFrom, sampleRequest, serverOf } from './sample-request.ts'
export { typescriptSample } from './typescript.ts'
