import { hostContract } from './host.contract.ts'
import { NativeHost } from './native-host.ts'

hostContract('native', NativeHost)
