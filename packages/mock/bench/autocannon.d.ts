declare module 'autocannon' {
  interface Options {
    url: string
    method?: string
    connections?: number
    duration?: number
    body?: string
    headers?: Record<string, string>
  }
  interface Result {
    readonly non2xx: number
    readonly errors: number
    readonly timeouts: number
    readonly requests: { readonly average: number }
  }
  export default function autocannon(options: Options): Promise<Result>
}
