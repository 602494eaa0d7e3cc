import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { grammarFolder, syntaxParsers } from '../../../src/evidence/languages/syntax.js';

describe('grammars', () => {
  const { grammars } = grammarFolder();

  it('are the files whose digests are written down, each with its license', () => {
    const readme = readFileSync(join(grammars, 'README.md'), 'utf8');
    const files = readdirSync(grammars).filter((name) => name.endsWith('.wasm'));
    expect(files).toEqual(['tree-sitter-python.wasm', 'tree-sitter-r.wasm']);
    for (const name of files) {
      const digest = createHash('sha256')
        .update(readFileSync(join(grammars, name)))
        .digest('hex');
      expect(readme).toContain(`\`${digest}\``);
      expect(readFileSync(join(grammars, name.replace('.wasm', '.LICENSE')), 'utf8')).toContain(
        'Permission is hereby granted',
      );
    }
  });

  it('load from another folder when told so, and say which file is missing', async () => {
    const parsers = syntaxParsers({ ...grammarFolder(), grammars: '/nowhere' });
    await expect(parsers('python')).rejects.toThrow('tree-sitter-python.wasm');
  });

  it('parse broken source', async () => {
    const parser = await syntaxParsers()('python');
    expect(parser.parse('def f(:\n  x = = 1\n', (root) => root.hasError)).toBe(true);
  });

  it('give up where recovery has no end, and parse the next text', async () => {
    const parser = await syntaxParsers()('python');
    expect(parser.parse('<!--'.repeat(20_000), (root) => root.hasError)).toBeUndefined();
    expect(parser.parse('x = 1\n', (root) => root.hasError)).toBe(false);
  });

  it.each(['wall', 'processor'] as const)('read a text to its end where only the %s clock runs away', async (name) => {
    let hours = 0;
    const runaway = () => hours++ * 3_600_000;
    const clock = { wall: () => 0, processor: () => 0, [name]: runaway };
    const parser = await syntaxParsers(grammarFolder(), clock)('python');
    expect(parser.parse('x = [1, 2]\n'.repeat(500), (root) => root.hasError)).toBe(false);
    // Processors are not asked where no time goes by.
    expect(hours > 1).toBe(name === 'wall');
  });
});
