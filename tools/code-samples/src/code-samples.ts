import { curlSample } from './curl.ts'
import { powershellSample } from './powershell.ts'
import type { SampleRequest } from './sample-request.ts'
import { typescriptSample } from './typescript.ts'

/** One entry of `x-codeSamples`, the extension that Redoc and other readers show. */
export interface CodeSample {
  lang: string
  label: string
  source: string
}

/** The samples of one request: TypeScript first if there is a client, then curl, then PowerShell. */
export function codeSamples(request: SampleRequest): CodeSample[] {
  const samples = [
    { lang: 'curl', label: 'curl', source: curlSample(request) },
    { lang: 'PowerShell', label: 'PowerShell', source: powershellSample(request) },
  ]
  if (!request.client) return samples
  return [{ lang: 'TypeScript', label: 'TypeScript', source: typescriptSample(request) }, ...samples]
}
