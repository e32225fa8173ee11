import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MockConfigurationError } from '../../json/mistakes.ts'
import { bundle, type LoadedDescription } from './bundle.ts'
import { readLocalFile, readRemoteFile } from './read-file.ts'

/** Absolute location of a description named by a path (relative to the working folder) or a URL. */
export function locate(source: string | URL): string {
  if (source instanceof URL) return source.href
  if (/^(https?|file):\/\//i.test(source)) return new URL(source).href
  return pathToFileURL(resolve(source)).href
}

/** Whether a location, and so everything that hangs on it, can be read without waiting. */
export function isLocal(location: string): boolean {
  return location.startsWith('file:')
}

/**
 * Loads a local description.
 * @throws MockConfigurationError when the root cannot be read or is no description.
 */
export function loadLocal(location: string): LoadedDescription {
  const steps = bundle(location)
  let step = steps.next()
  while (!step.done) step = advance(steps, () => readLocal(step.value as string))
  return step.value
}

/** Loads a description from a URL, or from a file that refers to URLs. @throws MockConfigurationError */
export async function loadRemote(location: string): Promise<LoadedDescription> {
  const steps = bundle(location)
  let step = steps.next()
  while (!step.done) {
    const wanted: string = step.value
    try {
      const text = isLocal(wanted) ? readLocalFile(wanted) : await readRemoteFile(wanted)
      step = steps.next(text)
    } catch (error) {
      step = steps.throw(error)
    }
  }
  return step.value
}

type Steps = Generator<string, LoadedDescription, string>

function advance(steps: Steps, read: () => string): IteratorResult<string, LoadedDescription> {
  let text: string
  try {
    text = read()
  } catch (error) {
    return steps.throw(error)
  }
  return steps.next(text)
}

function readLocal(location: string): string {
  if (isLocal(location)) return readLocalFile(location)
  throw new MockConfigurationError(
    `${location} is a URL and cannot be read while a local description is loaded at once. Pass the ` +
      `description as a URL (file: or https:) to createMock and wait for mock.ready().`,
  )
}
