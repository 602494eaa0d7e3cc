import { BlockList, isIP } from 'node:net';
import { once } from './once.js';

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

/** Networks of IPv4 that are no public ones, by the registries of RFC 6890: of this machine, private, for documentation, for groups, of none. */
const SPECIAL_IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
];
/** NAT64 puts an address of IPv4 behind this (RFC 6052). */
const NAT64 = '64:ff9b::';
/** All that is public in IPv6, and what is none in it: protocols of their own, 6to4, documentation. */
const GLOBAL_IPV6 = ['2000::/3', `${NAT64}/96`];
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const networks = (ipv4: readonly string[], ipv6: readonly string[]): (() => BlockList) =>
  once(() => {
    const list = new BlockList();
    for (const [kind, subnets] of [['ipv4', ipv4] as const, ['ipv6', ipv6] as const])
      for (const subnet of subnets) {
        const [start = '', bits] = subnet.split('/');
        list.addSubnet(start, Number(bits), kind);
      }
    return list;
  });
const GLOBAL = networks(['0.0.0.0/0'], GLOBAL_IPV6);
const SPECIAL = networks(SPECIAL_IPV4, [
  ...SPECIAL_IPV6,
  ...SPECIAL_IPV4.map((subnet) => `${NAT64}${subnet.split('/')[0]}/${96 + Number(subnet.split('/')[1])}`),
]);

/** A numeric address of this machine, of a private network, or of none. */
export function isPrivateAddress(address: string): boolean {
  // Behind `%` stands the network card of an address that only means something there.
  const plain = address.replace(/%.*$/s, '');
  const version = isIP(plain);
  if (version === 0) return false;
  const kind = version === 4 ? 'ipv4' : 'ipv6';
  return !GLOBAL().check(plain, kind) || SPECIAL().check(plain, kind);
}
