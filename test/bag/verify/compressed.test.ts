import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyBag } from '../../../src/bag/verify.js';

/** One bag with the payload `one` in data/one.txt, packed by GNU tar, xz, bzip2, zstd and Python's zipfile. */
const PACKED: Readonly<Record<string, string>> = {
  'tar.xz': [
    '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4Cf/ARBdADELvBunjDRE4cIHdekACY2x7MiHOPsHzdFFCBMpW7EgR3sF/8NdBEzYdTIugKwXgpSJAP',
    '+3YJoe7Hj0MlZYitdQLnvGXHCCyLThf7fquIFP6bRtv7s2IvkRyfFbW9u1YvDSoOcXRkpBOSohheivOziGDT3Ki1DMHkcv9x8kVBwpZeZ7oj2E',
    'EmMK+GtEI7LDTwlxyVWUZvHl20+XR5D1svKC8sPRDzHA4ZeN81WAA0qM3vQL9yLPAkWNvCLPUgExBbTWxuqq+3Jz3UCJML+1lzEv6lgLDlWSsG',
    'EJBM53Tjx65QVHgXMD1VD/zfjNjUjDE9A9PBrCqH2zQu6MZGtG062Op7qlDFvdN+NkVu5mOw0AADtCVxhiq5MCAAGsAoBQAACjzq5WscRn+wIA',
    'AAAABFla',
  ].join(''),
  'tar.bz2': [
    'QlpoOTFBWSZTWXnYfTEAARX/hcuQAEBAA//wGyEXIX/nnkAAgIEAABgwARjNhUyD1AaABGExMjAAnomGVMTKep5JtQHpAGgBkAACKSJlNkJtT1',
    'PQgNHqBtQBo0ZNoFZksIOE6QVRhCpKlBG245ZBjKxKkzF1FM6cQliQoEldGaUyTptTTM80ET9XJR64znsxTRswSDG5UHpuSQCX+Hfs2WgmnUmq',
    'EvtrzzoAsEKolnwpU1gNTHUrBYtpkIe0seIhyRTUuBCiHwK3TKspXBgWQlU2u2mCq2dsvxorkS8YtiIyoJ0GiNCtruwHC0TO6a6H/sglJiSSJC',
    'YoAKAwGGJvgCuymKmMW5MtH9202a7N0M9eEuOk1iUCUJ8xem5JsUb0oTgwkb8+SpkmX8DgnQGZQP8XckU4UJB52H0x',
  ].join(''),
  'tar.zst': [
    'KLUv/WQAJ40HADJMJhlgzwMgqNT+A3V0LwIspRpPFEfIeGuLSWMSzkXCPvVCVsLtXyhaaCELZVHEO59aQNGHOuet3r4wNOWvcNYVxjg4zlp6dS',
    'j8/ivYBhBPYRpnRHm6+snJs/B+3noJeZialBc9A3gAnZH1dFnYeXuJ/nDXZKQQUiol3dkO9hS9FWzbWlvNOev3hbU2XRtqrdJpjU4H2LzNWb0J',
    'Nh8gEC1JSboBBAgVe0DmTyrQiLlHVh3oUAdoCge0Uz3BMXTVMVYl6tA9BQNtBwGUrerFgKPMGaNCsConY2cPHWDyp6ExDEDs/+Cc3TAMlACmAO',
    'YTdQNNbBKs',
  ].join(''),
  'tar.lzma': [
    'XQAAAAT//////////wAxC7wbp4w0ROHCB3XpAAmNsezIhzj7B83RRQgTKVuxIEd7Bf/DXQRM2HUyLoCsF4KUiQD/t2CaHux49DJWWIrXUC57xl',
    'xwgsi04X+36riBT+m0bb+7NiL5EcnxW1vbtWLw0qDnF0ZKQTkqIYXorzs4hg09yotQzB5HL/cfJFQcKWXme6I9hBJjCvhrRCOyw08JcclVlGbx',
    '5dtPl0eQ9bLygvLD0Q8xwOGXjfNVgANKjN70C/cizwJFjbwiz1IBMQW01sbqqvtyc91AiTC/tZcxL+pYCw5VkrBhCQTOd048euUFR4FzA9VQ/8',
    '34zY1IwxPQPTwawqh9s0LujGRrRtOtjqe6pQxb3TfjZFbufs5+X//y8vDH',
  ].join(''),
  'bzip2.zip': [
    'UEsDBC4AAAAMAAAAIVBzqP+FXwAAADYAAAAJAAAAYmFnaXQudHh0QlpoOTFBWSZTWWoo2loAAAffgAAQQANgUBsgBwAu5ZwAIABQoABoAACp6m',
    '01GNQHqNPU9NClpCqN65nU2LaMOwigkNC5Wdr34UZBZGd6Nm4LMOnlgXckU4UJBqKNpaBQSwMELgAAAAwAAAAhUN78MsNUAAAALwAAABAAAABt',
    'YW5pZmVzdC1tZDUudHh0QlpoOTFBWSZTWXvhRe4AABNZgAAQQAH34D8BhEAgACMaeSaNP1J5T9JpCgAxGmmjSbIWZ9g5Rfi3K1SyQMXigqeKYh',
    'XyWEzoaf8XckU4UJB74UXuUEsDBC4AAAAMAAAAIVDxhmx6JgAAAAMAAAAMAAAAZGF0YS9vbmUudHh0QlpoOTFBWSZTWbtwGxAAAAEBAAIBoAAh',
    'mBmBYXckU4UJC7cBsQBQSwECLgMuAAAADAAAACFQc6j/hV8AAAA2AAAACQAAAAAAAAAAAAAApIEAAAAAYmFnaXQudHh0UEsBAi4DLgAAAAwAAA',
    'AhUN78MsNUAAAALwAAABAAAAAAAAAAAAAAAKSBhgAAAG1hbmlmZXN0LW1kNS50eHRQSwECLgMuAAAADAAAACFQ8YZseiYAAAADAAAADAAAAAAA',
    'AAAAAAAApIEIAQAAZGF0YS9vbmUudHh0UEsFBgAAAAADAAMArwAAAFgBAAAAAA==',
  ].join(''),
  'lzma.zip': [
    'UEsDBD8AAgAOAAAAIVBzqP+FSgAAADYAAAAJAAAAYmFnaXQudHh0CQQFAF0AAIAAACEYSOSXTmkd3L/8V48GGHxMGmr4SGEk7UVseNzjSdY5YM',
    'QqT+peQHuZgCEEzhcE1s4J6LspLAdRjPX9//4ERABQSwMEPwACAA4AAAAhUN78MsNDAAAALwAAABAAAABtYW5pZmVzdC1tZDUudHh0CQQFAF0A',
    'AIAAADMOQuZyPt9sPVpBetYvQ6k9C+mFjvpqd4yzKBavXGoaM51QYUkzhYCwqM9nWNusvbaS4P//sKpgAFBLAwQ/AAIADgAAACFQ8YZsehYAAA',
    'ADAAAADAAAAGRhdGEvb25lLnR4dAkEBQBdAACAAAA3m4jeWCP///c8QABQSwECPwM/AAIADgAAACFQc6j/hUoAAAA2AAAACQAAAAAAAAAAAAAA',
    'pIEAAAAAYmFnaXQudHh0UEsBAj8DPwACAA4AAAAhUN78MsNDAAAALwAAABAAAAAAAAAAAAAAAKSBcQAAAG1hbmlmZXN0LW1kNS50eHRQSwECPw',
    'M/AAIADgAAACFQ8YZsehYAAAADAAAADAAAAAAAAAAAAAAApIHiAAAAZGF0YS9vbmUudHh0UEsFBgAAAAADAAMArwAAACIBAAAAAA==',
  ].join(''),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelbag-compressed-'));
});
afterAll(() => rm(folder, { recursive: true }));

const verifyBytes = async (name: string, bytes: Uint8Array) => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return verifyBag(path);
};

describe('verifying bags that others compressed', () => {
  it.each(Object.entries(PACKED))('finds a sound one valid: %s', async (name, packed) => {
    const bytes = Buffer.from(packed, 'base64');
    expect(await verifyBytes(name, bytes)).toMatchObject({ verdict: 'valid', problems: [] });
    const cut = await verifyBytes(`cut-${name}`, bytes.subarray(0, bytes.length - 30));
    expect(cut.verdict).toBe('invalid');
  });

  it('inflates no member beyond what it declares', async () => {
    const bytes = Buffer.from(PACKED['bzip2.zip'] ?? '', 'base64');
    const name = bytes.lastIndexOf('data/one.txt');
    // Size in the entry of the directory.
    bytes.writeUInt32LE(2, name - 46 + 24);
    const { problems } = await verifyBytes('less.zip', bytes);
    expect(problems).toContainEqual(expect.objectContaining({ file: 'data/one.txt', expected: '2 bytes', found: '3' }));
  });

  it('says of another file what a bag may be', async () => {
    const { problems } = await verifyBytes('x.7z', Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1'));
    expect(problems).toEqual([
      { file: '', kind: 'not-a-bag', expected: 'a zip, a tar (compressed or not) or a folder', found: 'another file' },
    ]);
  });
});
