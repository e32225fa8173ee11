import { describe, expect, test } from 'vitest'
import { readOptions } from '../../src/command/options.ts'

const read = (line: string, env = {}) => readOptions(line === '' ? [] : line.split(' '), env)

describe('a mistake on the command line gets a sentence of our own', () => {
  test.each([
    ['--prot 4', 'There is no option --prot. Did you mean --port?'],
    ['--no-contrl', 'There is no option --no-contrl. Did you mean --no-control?'],
    ['--scenari=empty', 'There is no option --scenari. Did you mean --scenario?'],
    ['--zzz', 'There is no option --zzz.'],
    ['-x', 'There is no option -x.'],
    ['--port', '--port needs a value: --port <n>'],
    ['-p', '-p needs a value: --port <n>'],
    ['--port --explain', '--port needs a value: --port <n>'],
    ['--latency -d', '--latency needs a value: --latency <ms>|<min>..<max>'],
    ['--explain=yes', '--explain takes no value, but got "yes"'],
    ['--port -1', '--port must be a whole number up to 65535, not "-1"'],
    ['--port=70000', '--port must be a whole number up to 65535, not "70000"'],
    ['--port 4e3', '--port must be a whole number up to 65535, not "4e3"'],
    ['--count -5', '--count must be a whole number up to 100000, not "-5"'],
    ['--seed 1.5', '--seed must be a whole number up to 9007199254740991, not "1.5"'],
  ])('%s', (line, message) => {
    expect(() => read(line)).toThrow(`${message}\nSee clientele-mock --help.`)
  })

  test('and all of them are reported', () => {
    expect(() => read('--cout 3 --exlpain')).toThrow(
      'There is no option --cout. Did you mean --count?\nThere is no option --exlpain. Did you mean --explain?\nSee',
    )
    expect(() => read('--count x --seed y')).toThrow(/--seed must be .*\n--count must be /)
    expect(() => read('', { PORT: 'http' })).toThrow('PORT must be a whole number up to 65535, not "http"')
  })
})

test('what is right is read', () => {
  expect(read('pets.yaml -p 0 --count=3 -d --base pets=/v2 -- --odd.yaml')).toMatchObject({
    documents: ['pets.yaml', '--odd.yaml'],
    port: 0,
    count: 3,
    dynamic: true,
    bases: { pets: '/v2' },
  })
  expect(read('', { PORT: '4020' }).port).toBe(4020)
})
