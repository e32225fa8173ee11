import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import json from 'highlight.js/lib/languages/json'
import powershell from 'highlight.js/lib/languages/powershell'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'

for (const [name, language] of Object.entries({ bash, json, powershell, typescript, xml, yaml }))
  hljs.registerLanguage(name, language)

/**
 * Code as HTML, its parts marked by classes alone: a policy that forbids inline styles lets them pass. Pages get it when
 * they are built, and samples and answers in the browser.
 *
 * @param language - a name that highlight.js knows, such as `ts`, `sh` or `json`; any other gives plain text.
 */
export function highlighted(code: string, language: string): string {
  if (hljs.getLanguage(language)) return hljs.highlight(code, { language }).value
  return code.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
