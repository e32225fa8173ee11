/** One way of doing the measured work: Clientele's own, or a peer's. */
export interface Contestant {
  /** Shown in the table, for example `clientele` or `prism mock -v silent`. */
  name: string
  /**
   * Does the work once and returns the figure in the benchmark's unit.
   * Throws when the run does not count (for example after a non-2xx answer).
   */
  measure(): Promise<number> | number
}

/** A line of the table: one contestant's median beside another's, or beside a fixed bound. */
export interface Comparison {
  /** What is compared, for example `GET list`. */
  label: string
  /** Name of the contestant that is ours. */
  subject: string
  /** Name of the contestant to compare with; without it the bound is absolute, in the benchmark's unit. */
  peer?: string
  /**
   * The bound that must hold, for the ratio subject / peer, or for the figure itself if there is no peer.
   * Without a bound the line is information.
   */
  bound?: { atLeast: number } | { atMost: number }
  /** The figure to work towards, shown beside the bound. */
  aim?: number
  /**
   * Name of the contestant that does nothing under the same generator. A subject within 10 % of it shows
   * the limit of the generator, not its own: the line says so and its bound does not count.
   */
  empty?: string
}

/** What a package registers: a default export of `bench/<name>.bench.ts`. */
export interface Benchmark {
  /** Heading of the group in the table. */
  name: string
  /** Unit of every figure, for example `requests/s`, `ms`, `bytes`. */
  unit: string
  /** How often each contestant is measured, in turn with the others (default 5). */
  rounds?: number
  /** Whether it takes so long that it runs only when a word of the command names it. */
  onlyWhenNamed?: true
  /** Starts the contestants; progress goes through `context.log`. */
  setup(context: BenchmarkContext): Promise<BenchmarkRun>
}

export interface BenchmarkRun {
  contestants: Contestant[]
  comparisons: Comparison[]
  /** Stops servers, removes temporary files. Always called. */
  teardown?(): Promise<void> | void
}

export interface BenchmarkContext {
  /** The value of `--size`, in the benchmark's unit of work: requests, rounds, seconds. */
  readonly size?: number
  /** The value of `--seed`; the same seed gives the same work. */
  readonly seed?: number
  /** One line of progress on stderr. */
  log(message: string): void
  /**
   * Installs peers on demand into an ignored folder and returns its path (the folder holds `node_modules`).
   * Installs nothing if the folder already has these exact versions.
   */
  installPeers(packages: Record<string, string>): Promise<string>
}
