import { engineContract } from './engine.contract.ts'
import { openRocksDb } from './rocksdb.ts'

engineContract('rocksdb', (directory) => openRocksDb(directory))
