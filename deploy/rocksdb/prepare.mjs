/**
 * Makes the native module of RocksDB ready while an image is built, so that the server in it need not write anywhere.
 *
 *   RUN node deploy/rocksdb/prepare.mjs      after `npm ci` and `npm run build`, as the owner of node_modules
 *
 * Under Node.js 20 nothing is needed; from 21 on a cured copy goes to `node_modules/.cache/keelson` (docs/storage.md).
 */
import { loadRocksDb } from '../../dist/storage/rocksdb-loader.js'

loadRocksDb()
process.stdout.write(`RocksDB loads under Node.js ${process.versions.node}\n`)
