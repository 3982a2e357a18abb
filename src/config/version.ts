/**
 * The versions we speak of: ours, and the release of etcd whose interface we serve, which clients parse.
 */
import { readFileSync } from 'node:fs'

/** Release of etcd whose interface this server offers: StatusResponse.version, /version, the gates of clients. */
export const serverVersion = '3.7.1'

/** What a cluster of members of this version agrees on, and the version of what they store. */
export const clusterVersion = '3.7.0'

/** Keelson's own, from package.json. */
export const keelsonVersion: string = readOwnVersion()

function readOwnVersion(): string {
  // Two folders up both from src/config and from dist/config.
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version)
  throw new Error('package.json has no version')
}

/** What `--version` prints. Tools read etcd's version from the first line. */
export function versionText(): string {
  return [
    `etcd Version: ${serverVersion}`,
    `Keelson Version: ${keelsonVersion}`,
    `Node Version: ${process.version}`,
    `OS/Arch: ${process.platform}/${process.arch}`,
    '',
  ].join('\n')
}
