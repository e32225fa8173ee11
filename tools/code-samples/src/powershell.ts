import type { Proof } from './clients.ts'
import type { SampleRequest } from './sample-request.ts'

/** Writes a request for `Invoke-RestMethod`; works in Windows PowerShell 5.1 and PowerShell 7. */
export function powershellSample(request: SampleRequest): string {
  return [headersLines(request), bodyLines(request), callLines(request)].flat().join('\n')
}

function headersLines({ proof, headers }: SampleRequest): string[] {
  const entries = headers.map(({ name, value }) => `  ${key(name)} = ${quoted(value)}`)
  return ['$headers = @{', ...headerProof(proof), ...entries, '}']
}

function headerProof({ security, variable }: Proof): string[] {
  const token = `$env:${variable}`
  if (security.type === 'bearer') return [`  Authorization = "Bearer ${token}"`]
  if (security.type === 'basic') {
    const bytes = `[Text.Encoding]::UTF8.GetBytes(${token})`
    return [`  Authorization = "Basic $([Convert]::ToBase64String(${bytes}))"`]
  }
  if (security.type === 'none' || security.in === 'query') return []
  if (security.in === 'cookie') return [`  Cookie = "${security.name}=${token}"`]
  return [`  ${key(security.name)} = ${token}`]
}

/** A here-string takes the body unchanged; its closing mark must be at the start of a line. */
function bodyLines({ body }: SampleRequest): string[] {
  return body ? ["$body = @'", JSON.stringify(body.value, null, 2), "'@"] : []
}

function callLines({ method, url, body, proof: { security, variable } }: SampleRequest): string[] {
  const isInQuery = security.type === 'apiKey' && security.in === 'query'
  const before = isInQuery && `${url}${url.includes('?') ? '&' : '?'}${security.name}=`
  const uri = before ? `(${quoted(before)} + $env:${variable})` : quoted(url)
  const call = [
    `Invoke-RestMethod -Method ${method[0]}${method.slice(1).toLowerCase()}`,
    `-Uri ${uri}`,
    '-Headers $headers',
    // Windows PowerShell sends Latin-1 unless a charset is named.
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
