import type { Random } from '../../random/random.ts'
import type { Fault } from '../fault.ts'
import type { Latency, LatencyFault } from '../fault-plan.ts'
import type { MakeEffect } from './kind.ts'

export const latency: MakeEffect<LatencyFault> = ({ latency }, random) => {
  return () => delayed(draw(latency, random))
}

/** Waits before the first byte of whatever is answered. */
export function delayed(milliseconds: number): Fault {
  return {
    alter: (answer) => ({ ...answer, delay: (answer.delay ?? 0) + milliseconds }),
    why: `delay ${milliseconds} ms`,
  }
}

function draw(latency: Latency, random: Random): number {
  return typeof latency === 'number' ? latency : random.between(latency.min, latency.max)
}
