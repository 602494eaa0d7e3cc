import { describe, expect, it } from '@jest/globals';
import type { ExportedCopy } from '../../src/export/export-collection.js';
import { isCopiesPull, renderCopiesPull } from '../../src/report/open-copies.js';

const sha256 = 'a'.repeat(64);
const copy = (native: string): ExportedCopy => ({
  native,
  to: 'safetensors',
  path: 'net.safetensors',
  size: 2_000_000,
  sha256,
  files: [{ path: 'net.safetensors', size: 2_000_000, sha256 }],
  leftOut: [],
  proof: {
    schema: 'modelbag/proof/1',
    native: { path: native, format: 'pytorch', sha256 },
    open: { path: 'net.safetensors', format: 'safetensors', files: [] },
    method: 'tensors',
    verdict: 'equal',
    tolerance: { absolute: 0, relative: 0 },
    compared: 3,
    elements: 12,
    worst: null,
    leftOut: [],
  },
});

describe('the pull request with open copies', () => {
  it('has each proof and size below its title', () => {
    const lines = renderCopiesPull({ copies: [copy('models/net.pt')], notes: [] }, '#3').split('\n');
    const at = lines.indexOf('| Model | Copy | Proof | Size |');
    expect(lines[at + 1]).toBe('| --- | --- | --- | ---: |');
    expect(lines[at + 2]).toMatch(
      /^\| `models\/net\.pt` \| `models\/net\.safetensors` \| proven equal: .* \| 2\.0 MB \|$/,
    );
  });

  it('is known by its first line, whatever ends it', () => {
    const body = renderCopiesPull({ copies: [], notes: [] }, '#3');
    for (const text of [body, body.replaceAll('\n', '\r\n')]) expect(isCopiesPull(text)).toBe(true);
    for (const text of ['', `Mine.\n${body}`, ` ${body}`]) expect(isCopiesPull(text)).toBe(false);
  });
});
