/**
 * The library for certificates and revocation lists, loaded when it is needed: it takes a third of a second, and most
 * members never need it.
 */
export type X509 = typeof import('@peculiar/x509')

export async function loadX509(): Promise<X509> {
  // It refuses to load without this, and wants it first.
  await import('reflect-metadata')
  return import('@peculiar/x509')
}
