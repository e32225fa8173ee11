import { describe, expect, test } from 'vitest'
import { MockClock, parseDuration } from '../../src/store/clock.ts'

describe('durations', () => {
  test.each<[string, number | undefined]>([
    ['P31D', 31 * 86_400_000],
    ['PT90S', 90_000],
    ['PT0.5S', 500],
    ['P1W', 604_800_000],
    ['P1DT2H3M4S', 93_784_000],
    ['P', undefined],
    ['PT', undefined],
    ['P1DT', undefined],
    ['P1M', undefined],
    ['1D', undefined],
    ['PT-5S', undefined],
  ])('%s', (text, want) => {
    expect(parseDuration(text)).toBe(want)
  })
})

describe('the clock', () => {
  let machine: Date
  const make = () => {
    machine = new Date('2026-11-20T08:00:00Z')
    return new MockClock(() => machine)
  }
  const wait = (milliseconds: number) => {
    machine = new Date(machine.getTime() + milliseconds)
  }
  const time = (clock: MockClock) => clock.state().time

  test('runs with its source', () => {
    const clock = make()
    wait(1500)
    expect(clock.state()).toEqual({ mode: 'running', time: '2026-11-20T08:00:01.500Z' })
  })

  test('stops when it is fixed, and goes on from there', () => {
    const clock = make()
    clock.set({ mode: 'fixed' })
    wait(60_000)
    expect(clock.state()).toEqual({ mode: 'fixed', time: '2026-11-20T08:00:00.000Z' })
    clock.set({ mode: 'running' })
    wait(1000)
    expect(clock.state()).toEqual({ mode: 'running', time: '2026-11-20T08:00:01.000Z' })
  })

  test('goes to a time and forward, running or fixed', () => {
    const clock = make()
    clock.set({ time: '2030-01-01T00:00:00+01:00' })
    wait(1000)
    expect(time(clock)).toBe('2029-12-31T23:00:01.000Z')
    clock.set({ advance: 'P1D' })
    wait(1000)
    expect(time(clock)).toBe('2030-01-01T23:00:02.000Z')
    clock.set({ mode: 'fixed', advance: 500 })
    wait(1000)
    expect(time(clock)).toBe('2030-01-01T23:00:02.500Z')
    clock.set({ advance: 'PT1S' })
    expect(clock.state()).toEqual({ mode: 'fixed', time: '2030-01-01T23:00:03.500Z' })
    clock.reset()
    expect(clock.state()).toEqual({ mode: 'running', time: '2026-11-20T08:00:03.000Z' })
  })

  test('stays within four-digit years', () => {
    const clock = make()
    clock.set({ time: '9999-12-31T00:00:00Z', mode: 'fixed' })
    expect(() => clock.set({ advance: 'P1D' })).toThrow('clock: advance must not lead past the year 9999.')
    expect(time(clock)).toBe('9999-12-31T00:00:00.000Z')
  })

  test.each<[unknown, string]>([
    ['2030-01-01', 'clock: must be an object.'],
    [{ mode: 'stopped' }, 'clock: mode must be running or fixed.'],
    [{ time: '2030-01-01' }, 'clock: time must be a time with its zone, such as 2026-11-20T08:00:00Z.'],
    [{ time: '2030-13-01T00:00:00Z' }, 'clock: time must be a time with its zone'],
    [{ advance: 'a month' }, 'clock: advance must be a duration such as P31D or PT90S, or milliseconds'],
    [{ advance: -1 }, 'the clock only goes forward by it'],
    [{ advance: 'P366000D' }, 'clock: advance must be a duration'],
    [{ time: '9999-01-01T00:00:00Z', advance: 'P365D' }, 'clock: must not lead past the year 9999.'],
    [{ now: 1 }, 'clock: now is not known here; known are mode, time, advance.'],
  ])('refuses %j and stays', (setting, message) => {
    const clock = make()
    expect(() => clock.set(setting as never)).toThrow(message)
    expect(clock.state()).toEqual({ mode: 'running', time: '2026-11-20T08:00:00.000Z' })
  })
})
