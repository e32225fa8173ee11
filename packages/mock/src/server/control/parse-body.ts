import { type Problem, problem } from '../../exchange/problem.ts'
import type { MockRequest } from '../../exchange/request.ts'
import { parseYaml } from '../../json/yaml.ts'

/** Reads the body of a control request: JSON where it says so or looks so, YAML otherwise. */
export function parseControlBody({ body, headers, tooLarge }: MockRequest): { value: unknown } | Problem {
  if (tooLarge) return problem(413, 'The body is larger than the control routes take.')
  if (body === undefined || body.length === 0) return problem(400, 'A body in JSON or YAML is missing.')
  const text = new TextDecoder().decode(body)
  const isJson = /json/i.test(headers['content-type'] ?? '') || /^\s*[[{]/.test(text)
  try {
    return { value: isJson ? JSON.parse(text) : parseYaml(text) }
  } catch (error) {
    const [line] = (error as Error).message.split('\n')
    return problem(400, `The body is not valid ${isJson ? 'JSON' : 'YAML'}: ${line}`)
  }
}
