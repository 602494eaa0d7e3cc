import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { againstBase } from '../../src/assess/against-base.js';
import { assess } from '../../src/assess/assess.js';
import type { Assessment } from '../../src/assess/assessment.js';
import type { Inspection } from '../../src/formats/inspection.js';
import { STYLE } from '../../src/report/html/style.js';
import { renderHtml } from '../../src/report/html.js';
import { GOOD_EVIDENCE, goodModels, input, inspection, tensor } from '../assess/make.js';
import { runs } from '../thorough.js';
import { nasty } from './nasty.js';

const audit = (inspections: Inspection[]) => ({
  assessment: assess(
    input({
      inspections,
      evidence: {
        ...GOOD_EVIDENCE,
        hyperparameters: [{ source: 'train.py:3 fit', values: { lr: 0.1, name: 'adam' } }],
        determinism: [{ path: 'train.py', line: 2, flag: 'f', value: 'v' }],
        baseModels: [{ name: 'org/base', revision: 'main', where: 'train.py:4' }],
      },
      refused: [{ path: '.env', kind: 'secret', reason: 'a private key', advice: 'Revoke it.' }],
      files: [
        { path: 'model.pt', role: 'model', size: 1893, sha256: 'a' },
        { path: 'train.py', role: 'script', size: 900, sha256: 'b' },
      ],
      notes: ['the clone is shallow'],
    }),
  ),
  inspections,
});
const evil = (): Inspection =>
  inspection('evil.pkl', {
    format: 'pickle',
    loading: 'code',
    globals: ['os.system'],
    tensors: [tensor('a.b.c', [4])],
    facts: [{ key: 'epoch', value: 'three', where: 'here' }],
    needs: [{ package: 'torch', version: '2', evidence: 'here' }],
  });
const good = () => audit(goodModels());
const bad = () => audit([...goodModels(), evil()]);
const page = ({ assessment, inspections }: ReturnType<typeof audit>) => renderHtml(assessment, inspections);
const empty = (): Assessment => assess(input());
const compared = (): ReturnType<typeof audit> => {
  const head = bad();
  return { ...head, assessment: againstBase(head.assessment, good().assessment, 'c'.repeat(40)) };
};

/** Keys whose values are words of ours, that renderers look up. */
const OURS =
  /^(schema|role|severity|confidence|grade|class|promise|loading|worstLoading|verdict|status|change|proof|seeded|scope|language|kind|id|dtype)$/;

/** Every text, every key of settings and every name in a value gets `attack` in front; what was equal stays equal. */
function attacked<Value>(value: Value, attack: string, key = ''): Value {
  if (typeof value === 'string') return (OURS.test(key) ? value : `${attack}${value}`) as Value;
  if (Array.isArray(value)) return value.map((item) => attacked(item, attack, key)) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      key === 'values' ? `${attack}${name}` : name,
      attacked(item, attack, name),
    ]),
  ) as Value;
}

/** Names of elements with the names of their attributes. */
const tagsOf = (text: string): Set<string> =>
  new Set(
    [...text.matchAll(/<([a-zA-Z][^\s/>]*)((?:"[^"]*"|[^">])*)>/g)].map(
      ([, name, attributes]) =>
        `${name} ${[...attributes!.matchAll(/([^\s="]+)="[^"]*"|([^\s="/]+)/g)].map((m) => m[1] ?? m[2])}`,
    ),
  );

describe('HTML report', () => {
  it('needs no network and no script', () => {
    for (const text of [page(compared()), renderHtml(nasty()), renderHtml(empty())]) {
      expect(text).not.toMatch(
        /<script|<link|<img|<iframe|<use|<image|<foreignObject|\son\w+=|url\(|@import|xlink|src=/i,
      );
      for (const [, address] of text.matchAll(/href="([^"]*)"/g))
        expect(address).toMatch(/^(#[a-z-]+$|https:\/\/(choosealicense\.com|citation-file-format\.github\.io)(\/|$))/);
      expect(text).toContain("default-src 'none'");
    }
  });

  it('shows hostile text in any field as text', () => {
    const { assessment, inspections } = compared();
    const benign = tagsOf(page({ assessment, inspections }));
    const attack = fc.oneof(
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><svg onload=alert(1)>',
        "'/><img src=x onerror=alert(1)>",
        '</title></style></text></desc><iframe>',
        '`<b>`',
        '\u202e]]><!--',
        'https://choosealicense.com.evil.example/',
        '__proto__',
        '{{x}}',
      ),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    fc.assert(
      fc.property(attack, (text) => {
        const shown = page({
          assessment: attacked(assessment, text),
          inspections: inspections.map((one) => attacked(one, text)),
        });
        expect([...tagsOf(shown)].filter((tag) => !benign.has(tag) && tag !== 'a href')).toEqual([]);
        expect(shown.replace(/^.*<\/style>/s, '')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
      }),
      { numRuns: runs(200) },
    );
  });

  it('closes every element it opens, and ids are unique and found', () => {
    for (const text of [page(compared()), page(good()), renderHtml(nasty()), renderHtml(empty())]) {
      const open: string[] = [];
      for (const [, close, name, , own] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)\b("[^"]*"|[^">])*?(\/?)>/gi)) {
        if (['meta', 'br'].includes(name!) || own === '/') continue;
        if (close === '/') expect(open.pop()).toBe(name);
        else open.push(name!);
      }
      expect(open).toEqual([]);
      const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [, named] of text.matchAll(/aria-labelledby="([^"]*)"/g))
        for (const id of named!.split(' ')) expect(ids).toContain(id);
      for (const [, target] of text.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
    }
  });

  it('has one first heading and skips no level', () => {
    const levels = [...page(compared()).matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  it('says what was archived, what it consists of, how it came to be and how to verify it', () => {
    const text = page(bad());
    for (const id of ['archive', 'openness', 'models', 'making', 'findings', 'verify', 'remarks'])
      expect(text).toContain(`<section id="${id}"`);
    expect(text).toContain('sha256sum -c iris-v1.0.0.zip.sha256');
    expect(text).toMatch(/fc\.weight: float32 3×4, 48 B/);
    expect(text).toContain('<code>train.py:40</code> writes it.');
    expect(text).toContain('It is an open copy that holds the very numbers of <code>model.pt</code>.');
    expect(text).toContain('seed torch 42');
    expect(page(compared())).toContain('<section id="changes"');
    expect(renderHtml(good().assessment)).not.toContain('class="map"');
  });

  it('is the same for the same input', () => {
    expect(page(bad())).toBe(page(bad()));
  });

  it('stays small, however much there is', () => {
    const many = Array.from({ length: 400 }, (_, i) =>
      inspection(`models/${'folder/'.repeat(i % 7)}checkpoint-${i}.pt`, {
        format: 'pytorch-zip',
        tensors: Array.from({ length: i === 0 ? 20_000 : 60 }, (_, k) =>
          tensor(`layers.${k % 99}.part${i}.w${k}`, [k + 1]),
        ),
      }),
    );
    const text = page(audit(many));
    expect(text.length).toBeLessThan(600_000);
    expect(text).toContain('20000 tensors');
  });

  it('has a contrast of 4.5 to 1 in light and dark', () => {
    const [light, dark] = STYLE.split('@media (prefers-color-scheme: dark)').map(colorsOf) as [Colors, Colors];
    for (const colors of [light, { ...light, ...dark }]) {
      const grounds = ['paper', 'ground', 'good-ground', 'weak-ground', 'bad-ground'];
      const fills = Object.keys(colors).filter((name) =>
        /^(k\w+|c\d|head|recommended|acceptable|unsuitable)$/.test(name),
      );
      const pairs = [
        ...grounds.flatMap((ground) => ['ink', 'dim'].map((ink) => [ink, ground])),
        ...['good', 'weak', 'bad', 'link'].flatMap((ink) => ['paper', 'ground'].map((ground) => [ink, ground])),
        ...['good', 'weak', 'bad'].map((seal) => ['paper', seal]),
        ...fills.map((fill) => ['ink', fill]),
      ] as [string, string][];
      for (const [ink, ground] of pairs)
        expect([ink, ground, contrast(colors[ink]!, colors[ground]!) >= 4.5]).toEqual([ink, ground, true]);
    }
  });

  it('is made for narrow screens and for paper', () => {
    expect(STYLE).toContain('@media print');
    expect(STYLE).toContain('@media (max-width');
    expect(page(good())).toContain('<html lang="en">');
  });
});

type Colors = Record<string, string>;

function colorsOf(part: string): Colors {
  const block = part.slice(0, part.indexOf('}'));
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, color]) => [name, color]));
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (color: string): number => {
    const [r, g, blue] = [1, 3, 5]
      .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
