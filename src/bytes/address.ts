/*
 * Which addresses are of this machine or of a private network. Citations, redirects and configurations of strangers must
 * not make this machine talk to itself or to its neighbors.
 */

/** A name or address of this machine itself. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|(?:[a-z0-9-]+\.)+localhost|127(?:\.\d{1,3}){3}|\[::1\])\.?$/.test(host);

/** A host of an address that is not public: a name of this machine or its network, or an address that is. IPv6 is never given by strangers. */
export const isPrivateHost = (host: string): boolean =>
  isLoopback(host) || /^(?:.*\.local|.*\.internal)\.?$/.test(host) || host.startsWith('[') || isPrivateAddress(host);

const IPV4 = /^\d+(?:\.\d+){3}$/;
const PRIVATE_IPV4 =
  /^(?:0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;
const PRIVATE_IPV6 = /^(?:::1?$|::ffff:|f[cd][0-9a-f]{0,2}:|fe[89ab][0-9a-f]?:)/i;

/** A numeric address of this machine, of a private network, or of none (RFC 6890). */
export const isPrivateAddress = (address: string): boolean =>
  IPV4.test(address) ? PRIVATE_IPV4.test(address) : PRIVATE_IPV6.test(address);
