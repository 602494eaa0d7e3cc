import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { INPUTS, type InputCard } from '../../src/github/inputs.js';
import { OUTPUTS } from '../../src/github/outputs.js';

const action = parse(readFileSync('action.yml', 'utf8')) as {
  inputs: Record<string, { description: string; default: string; required: boolean }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string };
  branding: { icon: string; color: string };
  description: string;
};
const plain = (text: string): string => text.replaceAll('`', '');
const page = readFileSync('docs/github.md', 'utf8');
const rows = page
  .slice(page.indexOf('## Inputs'))
  .split('\n')
  .filter((line) => /^\| `[a-z0-9-]+` \|/.test(line))
  .map((line) => {
    const [name = '', description = '', value = ''] = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
    return { name: plain(name), description, default: plain(value) };
  });

describe('action.yml', () => {
  it('has the inputs of the code, with their words and defaults', () => {
    const cards: readonly InputCard[] = INPUTS;
    expect(Object.entries(action.inputs).map(([name, input]) => [name, input.description, input.default])).toEqual(
      cards.map((card) => [card.name, plain(card.description), card.default]),
    );
    expect(Object.values(action.inputs).every(({ required }) => required === false)).toBe(true);
  });

  it('has the outputs of the code, with their words', () => {
    expect(Object.entries(action.outputs).map(([name, { description }]) => [name, description])).toEqual(
      OUTPUTS.map(({ name, description }) => [name, plain(description)]),
    );
  });

  it('says the same in the documentation', () => {
    expect(rows).toEqual([
      ...(INPUTS as readonly InputCard[]).map(({ name, description, default: value }) => ({
        name,
        description,
        default: value,
      })),
      ...OUTPUTS.map(({ name, description }) => ({ name, description, default: '' })),
    ]);
  });

  it('is ready for the Marketplace', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/action.cjs' });
    expect(action.branding).toEqual({ icon: 'archive', color: 'blue' });
    expect(action.description.length).toBeLessThanOrEqual(150);
  });
});
