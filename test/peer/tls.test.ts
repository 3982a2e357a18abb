/** The transport over TLS, with certificates on both sides. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { PeerTls } from '../../src/peer/peer-tls.ts'
import { opensslMissing, type Pair, TestAuthority } from './certificates.ts'
import { type MemberOptions, TestMember } from './transport-harness.ts'

const timeout = 20_000
const skip = opensslMissing()

describe('peers over TLS', skip === undefined ? {} : { skip }, () => {
  let authority: TestAuthority
  let other: TestAuthority
  before(() => {
    authority = new TestAuthority()
    other = new TestAuthority()
  })
  after(() => {
    authority.remove()
    other.remove()
  })

  /** Shows `pair` to everybody and trusts what `by` signed. */
  function mutual(pair: () => Pair, by = authority): PeerTls {
    return {
      server: () => ({ ...pair(), ca: by.ca, requestCert: true, rejectUnauthorized: true }),
      client: () => ({ ...pair(), ca: by.ca }),
    }
  }

  function start(id: bigint, tls: PeerTls, options: Partial<MemberOptions> = {}): Promise<TestMember> {
    return TestMember.start({ id, tls, listen: 'https://127.0.0.1:0', ...options })
  }

  test('messages, calls and snapshots', { timeout }, async () => {
    const pair = authority.issue('member')
    const pieces: string[] = []
    const handlers: MemberOptions['handlers'] = {
      rpc: { echo: { from: 'members', handle: (_from, body) => Promise.resolve(body) } },
      onSnapshot: async (_from, _meta, from) => {
        for await (const piece of from) pieces.push(piece.toString())
      },
    }
    const one = await start(
      1n,
      mutual(() => pair),
    )
    const two = await start(
      2n,
      mutual(() => pair),
      { handlers },
    )
    one.transport.setPeer(2n, [two.url])
    await one.connected(two)
    const large = 'x'.repeat(3_000_000)
    for (const text of ['first', large, 'last']) one.transport.send(2n, text, false)
    await two.until(() => two.received.length === 3)
    assert.ok(two.texts()[1] === large)
    for (const idempotent of [false, true, true]) {
      const answer = await one.transport.call(2n, 'echo', Buffer.from('hi'), { timeoutMs: 5000, idempotent })
      assert.equal(answer.toString(), 'hi')
    }
    const source = (async function* () {
      yield Buffer.from('a')
      yield Buffer.from('b')
    })()
    await one.transport.sendSnapshot(2n, { meta: Buffer.from('m'), pieces: source })
    assert.deepEqual(pieces, ['a', 'b'])
  })

  test('a member without a certificate is refused, and one whose certificate somebody else signed', {
    timeout,
  }, async () => {
    const two = await start(
      2n,
      mutual(() => authority.issue('member')),
    )
    const without: PeerTls = { server: () => ({}), client: () => ({ ca: authority.ca }) }
    const foreign: PeerTls = { server: () => ({}), client: () => ({ ...other.issue('member'), ca: authority.ca }) }
    for (const [id, tls] of [
      [3n, without],
      [4n, foreign],
    ] as const) {
      const one = await TestMember.start({ id, tls })
      one.transport.setPeer(2n, [two.url])
      await one.until(() => one.hasLogged('failed to connect to remote peer'))
      assert.equal(one.transport.activeSinceMs(2n), undefined)
    }
    await two.until(() => two.hasLogged('rejected connection on peer endpoint'))
    assert.deepEqual(two.received, [])
  })

  test('a member does not speak to an address whose certificate it does not trust', { timeout }, async () => {
    const two = await start(
      2n,
      mutual(() => other.issue('member'), other),
    )
    const one = await start(
      1n,
      mutual(() => authority.issue('member')),
    )
    one.transport.setPeer(2n, [two.url])
    await one.until(() => one.hasLogged('unable to verify the first certificate') || one.hasLogged('self-signed'))
    assert.equal(one.transport.activeSinceMs(2n), undefined)
  })

  for (const [name, later] of [
    ['at once', (reason: string | undefined) => reason],
    ['later', (reason: string | undefined) => Promise.resolve(reason)],
  ] as const) {
    test(`a certificate that is looked at and refused ${name}`, { timeout }, async () => {
      const rules = mutual(() => authority.issue('allowed'))
      const two = await start(2n, {
        ...rules,
        refuse: ({ subject }, address) => {
          assert.equal(address, '127.0.0.1')
          return later(subject.CN === 'allowed' ? undefined : 'its name is not on the list')
        },
      })
      const good = await start(
        1n,
        mutual(() => authority.issue('allowed')),
      )
      const bad = await start(
        3n,
        mutual(() => authority.issue('someone')),
      )
      good.transport.setPeer(2n, [two.url])
      bad.transport.setPeer(2n, [two.url])
      await good.connected(two)
      await two.until(() => two.hasLogged('its name is not on the list'))
      await bad.until(() => bad.hasLogged('failed to connect to remote peer'))
      assert.equal(bad.transport.activeSinceMs(2n), undefined)
    })
  }

  test('new certificates are shown after a reload, and open connections go on', { timeout }, async () => {
    let shown = other.issue('old')
    const trusting: PeerTls = { server: () => ({ ...shown }), client: () => ({ ca: [authority.ca, other.ca] }) }
    const strict: PeerTls = { server: () => ({}), client: () => ({ ca: authority.ca }) }
    const two = await start(2n, trusting)
    const one = await TestMember.start({ id: 1n, tls: trusting })
    const three = await TestMember.start({ id: 3n, tls: strict })
    one.transport.setPeer(2n, [two.url])
    await one.connected(two)
    const since = one.transport.activeSinceMs(2n)
    three.transport.setPeer(2n, [two.url])
    await three.until(() => three.hasLogged('failed to connect to remote peer'))
    shown = authority.issue('new')
    two.transport.reloadTls()
    await three.connected(two)
    one.transport.send(2n, 'still there', false)
    await two.until(() => two.texts().includes('still there'))
    assert.equal(one.transport.activeSinceMs(2n), since)
  })

  test('an https address without certificates is refused at the start', { timeout }, async () => {
    await assert.rejects(
      TestMember.start({ id: 1n, listen: 'https://127.0.0.1:0' }),
      /asks for TLS, and no certificates/,
    )
  })
})
