import { afterAll, describe, expect, test } from 'vitest'
import { ownMock } from '../own-mock.ts'

const mock = ownMock({ controlToken: 's3cret-token' })
afterAll(() => mock.close())

describe('with a token, the control routes answer those who send it', () => {
  test.each<[string | undefined, number]>([
    ['Bearer s3cret-token', 200],
    [undefined, 401],
    ['Bearer any', 401],
    ['Bearer s3cret-toke', 401],
    ['Bearer s3cret-tokenx', 401],
    ['Bearer s3cret-tokem', 401],
    ['s3cret-token', 401],
    ['Basic s3cret-token', 401],
  ])('%s: %i', async (authorization, want) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
    for (const path of ['/__mock/state', '/__session/a/__mock/state']) {
      const answer = await mock.fetch(`http://mock.test${path}`, { headers })
      expect(answer.status).toBe(want)
      if (want === 200) continue
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="control"')
      expect(await answer.text()).not.toContain('s3cret')
    }
  })

  test('nothing is changed or read without it', async () => {
    const init = { method: 'PUT', body: JSON.stringify({ mode: 'fixed' }) }
    expect((await mock.fetch('http://mock.test/__mock/clock', init)).status).toBe(401)
    expect(mock.clock.state().mode).toBe('running')
  })

  test('the APIs take any token as before', async () => {
    const headers = { authorization: 'Bearer any' }
    expect((await mock.fetch('http://mock.test/beta/Customers', { headers })).status).toBe(200)
  })
})

describe('where others can reach the mock', () => {
  test.each([
    ['0.0.0.0', {}, false],
    ['::', {}, false],
    ['0.0.0.0', { controlToken: 'x' }, true],
    ['0.0.0.0', { control: false }, true],
    ['127.0.0.1', {}, true],
    ['localhost', {}, true],
  ])('listening on %s with %j: %s', async (host, options, listens) => {
    const own = ownMock(options)
    const listening = own.listen({ host }).then(({ close }) => close().then(() => true))
    if (listens) expect(await listening).toBe(true)
    else await expect(listening).rejects.toThrow('Say who may use them: --control-token <text>')
    await own.close()
  })

  test.each(['', 'with space', 5])('controlToken: %j is a mistake', (controlToken) => {
    expect(() => ownMock({ controlToken } as never)).toThrow('controlToken must be text without spaces')
  })
})
