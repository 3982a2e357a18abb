import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PermissionType } from '../../generated/authpb/auth.ts'
import { permissionPieces } from './role.ts'

test('role: keys, ranges, prefixes and open ends, each where it may be read and written', () => {
  const { READ, WRITE, READWRITE } = PermissionType
  const pieces = permissionPieces('r1', [
    { permType: READWRITE, key: 'a', rangeEnd: 'z' },
    { permType: READ, key: 'pre', rangeEnd: 'prf' },
    { permType: WRITE, key: 'z', rangeEnd: '\0' },
    { permType: READ, key: '\xc3\xa9', rangeEnd: '' },
  ])
  const shown = Buffer.concat(pieces.map((piece) => Buffer.from(piece))).toString()
  assert.equal(
    shown,
    [
      'Role r1',
      'KV Read:',
      '\t[a, z)',
      '\t[pre, prf) (prefix pre)',
      '\t\u00e9',
      'KV Write:',
      '\t[a, z)',
      '\t[z, <open ended>',
      '',
    ].join('\n'),
  )
})
