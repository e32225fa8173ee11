import type { Gap } from '@clientele/api-folders'
import type { OpenApiObject } from '@clientele/description'
import type { ReleaseNotes } from '@clientele/release'

/** Where a fact that is on no documentation page of the API comes from (`x-source`). */
export interface Provenance {
  basis: 'companion' | 'convention' | 'sibling' | 'analogy'
  /** A web address, or the name of a source. */
  from: string
}

/** One entry of `x-error-codes`: an error the service is known to answer with. */
export interface ErrorCode {
  status: number | string
  code: string | number
  meaning: string
  cause?: string
  remedy?: string
  'x-source'?: Provenance
}

// Clientele's extensions of OpenAPI.
declare module '@clientele/description' {
  interface Described {
    'x-source'?: Provenance
  }
  interface SchemaObject {
    /** Meaning of each enum value. */
    'x-enumDescriptions'?: Record<string, string>
    /** No page explains the property: its description follows from its name alone. */
    'x-meaning'?: 'name'
    /** Provenance of single enum values. */
    'x-enum-sources'?: Record<string, Provenance>
    /** Provenance of a single keyword, for example `x-format-source`; `nullable` stands for the null among the types. */
    [keywordSource: `x-${string}-source`]: Provenance
  }
  interface OpenApiObject {
    'x-error-codes'?: ErrorCode[]
  }
}

/** A description and its name, `<api>` of `specs/<api>`. */
export interface Api {
  api: string
  document: OpenApiObject
  /** What lint finds missing in a draft. */
  gaps?: Gap[]
  /** What each release of the description changed, the newest first. */
  releases?: ReleaseNotes[]
}

/** Whether the API is a draft (`info.x-draft`): its description has gaps, and it is in no published package. */
export function isDraft({ info }: OpenApiObject): boolean {
  return (info as { 'x-draft'?: boolean })['x-draft'] === true
}
