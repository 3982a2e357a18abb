/** Text of the status, Unimplemented, for a path that nobody handles: grpc-go's. */
export function unknownMethodText(path: string, services: ReadonlySet<string>): string {
  const slash = path.lastIndexOf('/')
  if (!path.startsWith('/') || slash <= 0) return `malformed method name: ${JSON.stringify(path)}`
  const service = path.slice(1, slash)
  if (!services.has(service)) return `unknown service ${service}`
  return `unknown method ${path.slice(slash + 1)} for service ${service}`
}
