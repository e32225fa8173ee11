/// <reference types="astro/client" />

declare module 'clientele:descriptions' {
  const apis: import('./description/document.ts').Api[]
  export default apis
}

declare module 'clientele:journeys' {
  const journeys: import('./description/journey.ts').Journey[]
  export default journeys
}

declare module 'clientele:mock-checks' {
  const checks: import('@clientele/mock').CompiledChecks
  export default checks
}

declare module 'clientele:start-records' {
  /** By the name of the API and the stem of the path, with a space between. */
  const records: Record<string, import('./try-it/records.ts').Collection[]>
  export default records
}

// The version that Astro itself uses. It comes without types, and Astro's output imports it.
declare module 'js-yaml' {
  export function load(text: string): unknown
}

declare module 'subset-font' {
  export default function subsetFont(
    font: Uint8Array,
    text: string,
    options: { targetFormat: 'woff2'; variationAxes?: Record<string, { min: number; max: number }> },
  ): Promise<Uint8Array>
}
