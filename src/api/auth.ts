/**
 * The Auth service of a member that never had authentication on: it says so. Users and roles cannot be managed yet.
 */
import { RequestError } from '../base/errors.ts'
import type { AuthService } from '../generated/etcdserverpb/auth.ts'
import type { Backend } from '../server/backend.ts'
import { header } from './header.ts'
import type { Handlers, UnaryCall } from './service.ts'

/** The auth store's revision before anything was changed in it. */
const untouchedAuthRevision = 1

export function authHandlers(backend: Backend): Handlers<typeof AuthService> {
  return {
    authStatus(_request, call) {
      call.reply({ header: header(backend), enabled: false, authRevision: untouchedAuthRevision })
    },
    // Switching off what is off is no error.
    authDisable(_request, call) {
      call.reply({ header: header(backend) })
    },
    authenticate(_request, call) {
      call.fail(new RequestError('AuthNotEnabled'))
    },
    authEnable: unsupported,
    userAdd: unsupported,
    userGet: unsupported,
    userList: unsupported,
    userDelete: unsupported,
    userChangePassword: unsupported,
    userGrantRole: unsupported,
    userRevokeRole: unsupported,
    roleAdd: unsupported,
    roleGet: unsupported,
    roleList: unsupported,
    roleDelete: unsupported,
    roleGrantPermission: unsupported,
    roleRevokePermission: unsupported,
  }
}

function unsupported(_request: unknown, call: Pick<UnaryCall<never>, 'fail'>): void {
  call.fail(new RequestError('AuthUnsupported'))
}
