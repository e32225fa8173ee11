import type { SampleRequest } from './sample-request.ts'

/** Writes a request for `Invoke-RestMethod`; works in Windows PowerShell 5.1 and PowerShell 7. */
export function powershellSample(request: SampleRequest): string {
  return [headersLines(request), bodyLines(request), callLines(request)].flat().join('\n')
}

function headersLines({ client, headers }: SampleRequest): string[] {
  const entries = headers.map(({ name, value }) => `  ${key(name)} = ${quoted(value)}`)
  const authorization = `  Authorization = "Bearer $env:${client?.tokenVariable ?? 'TOKEN'}"`
  return ['$headers = @{', authorization, ...entries, '}']
}

/** A here-string takes the body as it is; its closing mark must stand at the start of a line. */
function bodyLines({ body }: SampleRequest): string[] {
  return body ? ["$body = @'", JSON.stringify(body.value, null, 2), "'@"] : []
}

function callLines({ method, url, body }: SampleRequest): string[] {
  const call = [
    `Invoke-RestMethod -Method ${method[0]}${method.slice(1).toLowerCase()}`,
    `-Uri ${quoted(url)}`,
    '-Headers $headers',
    // Windows PowerShell sends Latin-1 unless the charset is named.
    ...(body ? [`-ContentType ${quoted(`${body.mediaType}; charset=utf-8`)}`, '-Body $body'] : []),
  ]
  return [call.join(' `\n  ')]
}

function key(name: string): string {
  return /^[A-Za-z]\w*$/.test(name) ? name : quoted(name)
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
