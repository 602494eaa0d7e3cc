import { describe, expect, it } from '@jest/globals';
import { isLoopback, isPrivateAddress, isPrivateHost } from '../../src/bytes/address.js';

describe('addresses', () => {
  it('are private where they are of this machine or its network', () => {
    for (const host of [
      'localhost',
      'a.localhost',
      'printer.local',
      'metadata.google.internal',
      '[::1]',
      '[2001:db8::1]',
    ])
      expect({ host, isPrivate: isPrivateHost(host) }).toEqual({ host, isPrivate: true });
    for (const address of [
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
    ])
      expect({ address, isPrivate: isPrivateAddress(address) }).toEqual({ address, isPrivate: true });
    for (const address of ['::', '::1', '::ffff:10.0.0.1', 'fc00::1', 'fd12:3456::1', 'fe80::1'])
      expect({ address, isPrivate: isPrivateAddress(address) }).toEqual({ address, isPrivate: true });
  });

  it('are public where they only look like it', () => {
    for (const host of [
      'fdic.gov',
      'fc.de',
      'fd.be',
      'fe80.example.org',
      '10.example.org',
      'localhost.example.org',
      '172.32.0.1',
      '100.128.0.1',
      '11.0.0.1',
    ])
      expect({ host, isPrivate: isPrivateHost(host) }).toEqual({ host, isPrivate: false });
    expect(isPrivateAddress('2606:4700::1')).toBe(false);
    expect(isLoopback('127.0.0.1.example.org')).toBe(false);
  });
});
