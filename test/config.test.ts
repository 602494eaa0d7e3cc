import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { parse } from 'yaml';
import { ruleIds } from '../src/assess/rules/registry.js';
import { audit } from '../src/audit.js';
import { DEFAULT_CONFIG, parseConfig } from '../src/config.js';
import { EXPORTERS } from '../src/export/registry.js';
import { nearest } from '../src/nearest.js';
import { openTree } from '../src/tree/open.js';
import type { SourceTree } from '../src/tree/tree.js';
import { UsageError } from '../src/usage-error.js';
import { runs, thoroughly } from './thorough.js';
import { temporaryFolder, writeFiles } from './tree/repository-fixture.js';

const PATH = '.github/modelbag.yml';
const schema = JSON.parse(readFileSync(new URL('../schemas/config.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false }).compile(schema);

/** Lines of the one error that a text has. */
function faults(text: string): string[] {
  try {
    parseConfig(text, PATH);
  } catch (error) {
    if (error instanceof UsageError) return error.message.split('\n').map((line) => line.replace(`${PATH}:`, ''));
    throw error;
  }
  return [];
}

const FULL = `
name: iris
models:
  - runs/*.pt
  - {url: 'https://example.org/a.onnx', sha256: ${'AB'.repeat(32)}, path: models/a.onnx}
  - {hf: google/bert@0a6aa9128b6194f4f3c4db429b6cb4891cdb421b}
  - {release-asset: v1.0/best.pt}
  - {dvc: model.pkl}
scripts: [train.py]
include: [runs/last.pt]
exclude: ['**/*.mp4']
rules: {seed-missing: error, lockfile-missing: 'off'}
fail-on: warning
exports: [onnx]
train:
  command: python train.py
  workdir: .
  setup: pip install -r requirements.txt
  outputs: [model.pt]
  tolerance: {absolute: 0, relative: 1e-6}
sources: {extra: ['https://doi.org/10.5281/zenodo.1'], ignore: [example.org]}
bag: {layout: folder, rocrate: '1.1', algorithms: [sha256, sha512], reshard: true}
embedded-data: exclude
training-data: {max-size: 1.5 GiB}
comment: never
`;

describe('parseConfig', () => {
  it('gives the defaults for an empty text and one of comments', () => {
    expect(parseConfig('', PATH)).toEqual(DEFAULT_CONFIG);
    expect(parseConfig('# nothing yet\n', PATH)).toEqual(DEFAULT_CONFIG);
    expect(parseConfig('---\n', PATH)).toEqual(DEFAULT_CONFIG);
  });

  it('reads every key', () => {
    expect(parseConfig(FULL, PATH)).toEqual({
      name: 'iris',
      models: [
        'runs/*.pt',
        { url: 'https://example.org/a.onnx', sha256: 'ab'.repeat(32), path: 'models/a.onnx' },
        { hf: 'google/bert@0a6aa9128b6194f4f3c4db429b6cb4891cdb421b' },
        { releaseAsset: 'v1.0/best.pt' },
        { dvc: 'model.pkl' },
      ],
      scripts: ['train.py'],
      include: ['runs/last.pt'],
      exclude: ['**/*.mp4'],
      rules: { 'seed-missing': 'error', 'lockfile-missing': 'off' },
      failOn: 'warning',
      allow: [],
      exports: ['onnx'],
      train: {
        command: 'python train.py',
        workdir: '.',
        setup: 'pip install -r requirements.txt',
        outputs: ['model.pt'],
        tolerance: { absolute: 0, relative: 1e-6 },
      },
      sources: { extra: ['https://doi.org/10.5281/zenodo.1'], ignore: ['example.org'] },
      bag: { layout: 'folder', rocrate: '1.1', algorithms: ['sha256', 'sha512'], reshard: true },
      embeddedData: 'exclude',
      trainingData: { maxSize: 1.5 * 2 ** 30 },
      comment: 'never',
    });
  });

  it('reads versions that YAML takes for numbers', () => {
    expect(parseConfig('bag: {rocrate: 1.1}', PATH).bag.rocrate).toBe('1.1');
    expect(faults('bag: {rocrate: 2}')).toEqual(['1: bag.rocrate: expected 1.1 or 1.2, found 2']);
  });

  it('reads sizes in bytes, powers of 1000 and powers of 1024', () => {
    const size = (text: string) => parseConfig(`training-data: {max-size: ${text}}`, PATH).trainingData.maxSize;
    expect(['0', '12', '12 B', '500 MB', '500MiB', '2 GB', '70 kB', '2gib'].map(size)).toEqual([
      0,
      12,
      12,
      5e8,
      500 * 2 ** 20,
      2e9,
      7e4,
      2 ** 31,
    ]);
  });

  it('names every fault at once, in order, with line, expected and found', () => {
    const text = `modles: []
models:
  - 5
  - {url: ftp://x/y, sha256: abc}
  - {hf: a/b@c, dvc: model.pkl}
fail-on: never ever
rules:
  seed: loud
  Bad Id: note
training-data: {max-size: much}
bag: {algorithms: [sha256, sha256]}
comment: [always]
train: {tolerance: {absolute: -1}}
`;
    expect(faults(text)).toEqual([
      '1: modles: expected a known key, found "modles"; did you mean models?',
      '3: models[0]: expected a pattern of paths or a mapping, found 5',
      '4: models[1].url: expected an http(s) address, found "ftp://x/y"',
      '4: models[1].sha256: expected 64 hexadecimal digits, found "abc"',
      '5: models[2]: expected exactly one of url, hf, release-asset, dvc, found hf and dvc',
      '6: fail-on: expected error, warning or never, found "never ever"',
      '8: rules.seed: expected error, warning, note or off, found "loud"',
      '9: rules.Bad Id: expected the id of a rule, found "Bad Id"',
      '10: training-data.max-size: expected a size such as 500 MB, found "much"',
      '11: bag.algorithms[1]: expected each entry once, found "sha256" again',
      '12: comment: expected auto, always or never, found a list',
      '13: train.tolerance.absolute: expected a number of at least 0, found -1',
    ]);
  });

  it('takes the formats that models can be exported to, and days that there are', () => {
    expect(schema.properties.exports.items.enum).toEqual(EXPORTERS.map(({ id }) => id));
    expect(faults('exports: [onxn]')).toEqual(['1: exports[0]: expected safetensors, npz, json, csv, coefficients, onnx or pmml, found "onxn"']); // biome-ignore format: one line reads best
    const expiring = (day: string): string[] =>
      faults(`allow: [{rule: a, sha256: ${'a'.repeat(64)}, reason: looked at it well, expires: ${day}}]`);
    for (const day of ['2027-02-29', '2027-04-30', '2027-12-31']) expect(expiring(day)).toEqual([]);
    for (const day of ['2027-02-30', '2027-04-31', '2027-13-01']) expect(expiring(day)).toHaveLength(1);
  });

  it('recognizes keys in another style of writing', () => {
    expect(faults('failOn: never\nfail_on: never')).toEqual([
      '1: failOn: expected a known key, found "failOn"; did you mean fail-on?',
      '2: fail_on: expected a known key, found "fail_on"; did you mean fail-on?',
    ]);
  });

  it('rejects a document that is no mapping, broken YAML, repeated keys and unknown tags', () => {
    expect(faults('- a')).toEqual(['1: expected a mapping, found a list']);
    expect(faults('hello')).toEqual(['1: expected a mapping, found "hello"']);
    expect(faults('models: [a\nname: b')[0]).toMatch(/^[12]: expected YAML, found /);
    expect(faults('name: a\nname: b')[0]).toBe('2: expected each key once, found one again');
    expect(faults('name: !!js/function "x"')[0]).toMatch(/^1: expected YAML, found /);
    expect(faults('name: a\n---\nname: b')).toEqual(['2: expected one configuration, found a second one after `---`']);
  });

  it('rejects aliases, so that nothing can be multiplied', () => {
    expect(faults('scripts: &a [x]\ninclude: *a')).toEqual([
      '2: include: expected a value, found an alias; write it out',
    ]);
    expect(faults('bag: &b {layout: root}\nsources:\n  <<: *b')[0]).toMatch(/^3: sources\.<<: expected a known key/);
  });

  it('rejects keys that would change prototypes', () => {
    expect(faults('__proto__: {failOn: never}')[0]).toMatch(/^1: __proto__: expected a known key/);
    expect(faults('rules: {__proto__: error}')).toHaveLength(1);
    expect(faults('constructor: x')[0]).toMatch(/expected a known key/);
    expect(({} as Record<string, unknown>)['failOn']).toBeUndefined();
  });

  it('ends for brackets nested without end', () => {
    expect(faults('['.repeat(200_000)).length).toBeGreaterThan(0);
  });

  thoroughly('tells more faults, and takes more entries, than a call has room for arguments', async () => {
    const many = (entry: string): string => `[${Array.from({ length: 130_000 }, () => entry).join(',')}]`;
    expect(faults(`scripts: ${many('1')}`)).toHaveLength(130_000);
    const config = { ...DEFAULT_CONFIG, sources: { extra: parse(many('a')), ignore: [] } };
    const tree = { name: 'none', entries: [], notes: [], revision: null } as unknown as SourceTree;
    expect((await audit(tree, { config })).assessment.evidence.dataSources).toHaveLength(130_000);
  });

  it('takes away citations that are none, whoever asks, and adds others', async () => {
    const { path, clean } = temporaryFolder();
    const cited = ['https://data.example.org/a.csv', 'https://doi.org/10.5281/zenodo.7', 'https://example.net/kept/b.csv', 'https://example.net/old/c.csv']; // biome-ignore format: one line reads best
    writeFiles(path, {
      'train.py': `import pandas as pd\nfrom sklearn.linear_model import LinearRegression\n${cited.map((url) => `x = pd.read_csv("${url}")\n`).join('')}LinearRegression().fit(x, x)\n`,
    });
    const found = async (sources: string): Promise<string[]> => {
      const tree = await openTree(path);
      const { assessment } = await audit(tree, { config: parseConfig(`sources: ${sources}`, PATH) });
      await tree.close();
      return assessment.evidence.dataSources.map(({ value }) => value).sort();
    };
    expect(await found('{}')).toEqual(cited);
    expect(await found('{ignore: [example.org]}')).toEqual(cited.slice(1));
    expect(await found("{ignore: ['https://example.net/*', '10.5281/zenodo.7']}")).toEqual(cited.slice(0, 1));
    expect(await found("{ignore: [xample.org, net, kept], extra: ['https://example.com/d.csv']}")).toHaveLength(5);
    clean();
  });

  it('rejects paths that leave the repository', () => {
    const path = (text: string) => faults(`models: [{url: 'https://x.org/y', path: '${text}'}]`);
    for (const bad of ['/etc/passwd', '../x', 'a/../../b', './x', 'a\\b']) expect(path(bad)).toHaveLength(1);
    for (const good of ['a', 'a/b.pt', '..a/b', 'a..b']) expect(path(good)).toEqual([]);
  });

  it('never throws anything but a UsageError, and agrees with a JSON Schema validator', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom('error', 'never', 'off', 'root', '1.2', 'sha256', 'v1/x', 'a/b@c', 'https://x.org/y', '2 GB'),
    );
    const key = fc.constantFrom(
      ...Object.keys(schema.properties),
      'url',
      'hf',
      'dvc',
      'release-asset',
      'sha256',
      'path',
      'layout',
      'algorithms',
      'extra',
      'max-size',
      'x',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }), (document) => {
        const text = JSON.stringify(document);
        expect(faults(text).length === 0).toBe(validate(parse(text)));
      }),
      { numRuns: runs(500) },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(faults(text))));
  });
});

describe('a reviewed exception', () => {
  it('is rejected where a key of it is missing', () => {
    expect(faults('allow:\n  - rule: dangerous-model\n    expires: 2027-06-30\n')).toEqual([
      '2: allow[0]: expected a key sha256, found none',
      '2: allow[0]: expected a key reason, found none',
    ]);
  });
});

describe('config.schema.json', () => {
  it('accepts the full example', () => {
    expect(validate(parse(FULL))).toBe(true);
  });

  it('is explained key by key in docs/configuration.md', () => {
    const page = readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8');
    const keys = (one: { properties?: Record<string, object> }): string[] =>
      Object.entries(one.properties ?? {}).flatMap(([key, value]) => [key, ...keys(value)]);
    for (const key of [...keys(schema), ...keys(schema.properties.models.items.anyOf[1])])
      expect([key, new RegExp(`\\b${key}:`).test(page)]).toEqual([key, true]);
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const { rules, allow } = parse(example) as { rules: object; allow: { rule: string }[] };
    expect(ruleIds).toEqual(expect.arrayContaining([...Object.keys(rules), ...allow.map(({ rule }) => rule)]));
    expect(faults(example)).toEqual([
      '6: models[1].sha256: expected 64 hexadecimal digits, found "9f2c…"',
      '8: models[2].hf: expected owner/name@revision, found "google/bert@0a6aa91…"',
      '19: allow[0].sha256: expected 64 hexadecimal digits, found "5f1d…"',
    ]);
  });
});

describe('nearest', () => {
  it('finds what was meant and nothing else', () => {
    const known = ['models', 'scripts', 'fail-on', 'bag'];
    expect(['model', 'modesl', 'failon', 'bga', 'xyz', 'training'].map((name) => nearest(name, known))).toEqual([
      'models',
      'models',
      'fail-on',
      'bag',
      undefined,
      undefined,
    ]);
  });
});
