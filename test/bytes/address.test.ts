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

  it.each([
    ['192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
    ['192.0.2.0', '192.0.2.255', '192.0.1.255', '192.0.3.0'],
    ['192.88.99.0', '192.88.99.255', '192.88.98.255', '192.88.100.0'],
    ['198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
    ['198.51.100.0', '198.51.100.255', '198.51.99.255', '198.51.101.0'],
    ['203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
    ['224.0.0.1', '255.255.255.255', '223.255.255.255', '8.8.8.8'],
    ['2001:db8::', '2001:db8:ffff::1', '2001:db7::', '2001:db9::'],
    ['2001::1', '2001:1ff::1', '2000::1', '2001:200::1'],
    ['2002:a00:1::', '2002:ffff::', '2001:4860:4860::8888', '2003::1'],
    ['3fff::1', '3fff:fff::1', '3ffe::1', '2a00:1450::1'],
    ['64:ff9b::10.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b::8.8.8.8', '64:ff9b::808:808'],
    ['64:ff9b:1::1', 'ff02::1', '2606:4700::1', '2620:fe::fe'],
    ['fec0::1', 'fe80::1%eth0', '2400:cb00::1', '2800::1'],
    ['100::1', '5f00::1', '2001:500::1', '2c0f::1'],
  ])('are private from %s to %s, and public beside', (first, last, ...others) => {
    expect([first, last, ...others].map(isPrivateAddress)).toEqual([true, true, false, false]);
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
