import { GrpcHost } from './grpc-host.ts'
import { hostContract } from './host.contract.ts'

hostContract('grpc-js', GrpcHost)
