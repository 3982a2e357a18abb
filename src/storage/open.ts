/**
 * The engine that the configuration asks for.
 */
import type { Files } from '../io/files.ts'
import { realFiles } from '../io/real-files.ts'
import type { Engine } from './engine.ts'
import { openMemory } from './memory.ts'
import type { RocksDbTuning } from './rocksdb.ts'

export interface EngineOptions {
  readonly kind: 'rocksdb' | 'memory'
  /** Belongs to the engine alone; made when missing. */
  readonly directory: string
  /** Of the memory engine; RocksDB knows the real ones only. */
  readonly files?: Files
  readonly rocksdb?: Partial<RocksDbTuning>
}

/** @throws StorageError that says why not, and what to do */
export async function openEngine({ kind, directory, files = realFiles, rocksdb }: EngineOptions): Promise<Engine> {
  if (kind === 'memory') return openMemory(directory, files)
  // Only now: where the native module cannot be loaded, the memory engine still works.
  const { openRocksDb } = await import('./rocksdb.ts')
  return openRocksDb(directory, rocksdb)
}
