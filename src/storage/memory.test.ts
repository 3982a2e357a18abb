import { realFiles } from '../io/real-files.ts'
import { engineContract } from './engine.contract.ts'
import { openMemory } from './memory.ts'

engineContract('memory', (directory) => openMemory(directory, realFiles))
