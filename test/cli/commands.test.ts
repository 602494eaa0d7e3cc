import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Command } from '../../src/cli/command.js';
import { COMMANDS } from '../../src/cli/program.js';
import type { Format } from '../../src/cli/terminal.js';
import { modelbag, modelbagHere, PROJECT, scratch } from './modelbag.js';

/** A name that scripts trip over. */
const folder = join(scratch(), 'Größe 10 %');
const at = (name: string): string => join(folder, name);
const iris = join(PROJECT, 'examples/iris');
const pt = join(iris, 'models/iris.pt');
const bag = at('bags/Iris-v1.zip');
const split = at('split/big-v1.zip');
const profile = join(PROJECT, 'schemas/bagit-profile-1.json');
const noop = [process.execPath, '-e', '0'];

/** Ways to use each command that end well: together they name every option that its help lists, also before its argument. */
const GOOD: Record<keyof typeof COMMANDS, readonly (readonly string[])[]> = {
  check: [
    ['--tag', 'v1', '--config', at('config.yml'), '--fail-on', 'never', '--quiet', '--no-color', iris],
    ['--revision', 'HEAD', '.'],
  ],
  pack: [
    [
      '--split',
      '1 MB',
      '--reshard',
      '--parts-url',
      'https://example.org/v1',
      '--tag',
      'v1',
      '--out',
      at('p'),
      at('big'),
    ],
    [
      '--date',
      '2020-01-01',
      '--force',
      '--config',
      at('config.yml'),
      '--fail-on',
      'error',
      '--out',
      at('p'),
      at('big'),
    ],
    ['--revision', 'HEAD', '--quiet', '--no-color', '--out', at('p')],
  ],
  verify: [['--profile', profile, '--quiet', '--no-color', at('bags'), bag]],
  complete: [
    [
      '--from',
      at('split'),
      '--allow',
      'a.example,b.example',
      '--allow',
      'c.example',
      '--force',
      '--out',
      at('c'),
      split,
    ],
    ['--quiet', '--no-color', split],
  ],
  repack: [
    ['--for', 'aptrust', '--name', 'iris', '--info', 'Access=Consortia', '--info', 'Title=A, b', '--out', at('r'), bag],
    ['--layout', 'tar', '--algorithms', 'md5,sha1', '--algorithms', 'sha512', '--force', '--out', at('r'), bag],
    ['--quiet', '--no-color', '--out', at('r2'), bag],
  ],
  inspect: [['--tensors', '--digests', '--fail-on', 'dangerous', '--quiet', '--no-color', pt, iris]],
  diff: [['--atol', '1e-3', '--rtol', '0', '--quiet', '--no-color', pt, `${bag}/data/exports/models/iris.onnx`]],
  export: [
    ['--to', 'npz,json', '--to', 'csv', '--most-parameters', '75', '--shard', '1GB', '--force', '--out', at('e'), pt],
    ['--to', 'all', '--quiet', '--no-color', '--out', at('e'), pt],
  ],
  record: [
    [
      '--input',
      'train.py',
      '--input',
      'LICENSE',
      '--output',
      at('config.yml'),
      '--name',
      'one',
      '--out',
      at('rec'),
      ...noop,
    ],
    ['--quiet', '--no-color', '--', ...noop],
  ],
  replay: [
    ['--setup', 'none', '--timeout', '60', '--atol', '1', '--rtol', '1', '--quiet', '--no-color', bag, '--', ...noop],
  ],
  sources: [
    ['--service', 'doi=http://127.0.0.1:9,zenodo=http://127.0.0.1:9', '--service', 'openml=http://127.0.0.1:9', '.'],
    ['--allow-host', '127.0.0.1:9,a.example', '--allow-host', 'b.example', '--state', at('new/state.json'), '.'],
    ['--tag', 'v1', '--config', at('config.yml'), '--quiet', '--no-color', at('big')],
    ['--revision', 'HEAD'],
  ],
  init: [['--force', '--quiet', '--no-color', at('first')]],
  explain: [['--quiet', '--no-color', 'seed-missing']],
};
/** An argument, and what each command cannot do without. */
const ARGUMENTS: Record<keyof typeof COMMANDS, readonly string[]> = {
  check: [at('big')],
  pack: [at('big')],
  verify: [bag],
  complete: [split],
  repack: [bag],
  inspect: [pt],
  diff: [pt, pt],
  export: [pt],
  record: noop,
  replay: [bag, '--', ...noop],
  sources: [at('repository')],
  init: [at('first')],
  explain: ['seed-missing'],
};
const NEEDED: Partial<Record<keyof typeof COMMANDS, Record<string, unknown>>> = {
  pack: { out: at('read'), split: '1 MB' },
  complete: { out: at('read'), force: true },
  repack: { out: at('read') },
  export: { out: at('read'), to: ['npz'] },
  record: { out: at('read') },
  replay: { setup: 'none' },
};
const EXTENSIONS = { terminal: 'txt', json: 'json', markdown: 'md', sarif: 'sarif', html: 'html', csv: 'csv' };
/** Options that need a system which not everyone has. */
const ELSEWHERE = ['replay --offline'];

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, validateFormats: false });
for (const file of readdirSync(join(PROJECT, 'schemas')).filter((entry) => entry.endsWith('.schema.json'))) {
  const schema = JSON.parse(readFileSync(join(PROJECT, 'schemas', file), 'utf8'));
  if (String(schema.$schema).includes('2020-12')) ajv.addSchema(schema);
}

const names = Object.keys(GOOD) as (keyof typeof COMMANDS)[];
const commands = new Map<string, Command<Record<string, unknown>>>();
const run = (name: string, args: readonly string[]) => modelbagHere([name, ...args], at('repository'));

/** `--allow-host` is `allowHost`, `--no-color` is `color`. */
const keyOf = (flags: string): string =>
  flags.replace(/^--(no-)?(\S+).*$/, '$2').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

beforeAll(async () => {
  for (const name of names)
    commands.set(name, (await COMMANDS[name]()).command as unknown as Command<Record<string, unknown>>);
  for (const name of ['big', 'first', 'repository']) mkdirSync(at(name), { recursive: true });
  const numbers = Buffer.alloc(1_600_000, 1);
  const half = { dtype: 'F32', shape: [200_000] };
  const header = JSON.stringify({
    a: { ...half, data_offsets: [0, 800_000] },
    b: { ...half, data_offsets: [800_000, 1_600_000] },
  }).padEnd(256);
  writeFileSync(
    at('big/weights.safetensors'),
    Buffer.concat([Buffer.from(new BigUint64Array([256n]).buffer), Buffer.from(header), numbers]),
  );
  writeFileSync(at('config.yml'), 'fail-on: never\n');
  for (const name of ['train.py', 'LICENSE']) writeFileSync(at(`repository/${name}`), 'x = 1\n');
  const git = (...args: string[]) => execFileSync('git', ['-C', at('repository'), ...args]);
  git('init', '-q');
  git('add', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-qm', 'First');
  expect((await run('pack', [iris, '--tag', 'v1', '--out', at('bags')])).code).toBe(0);
  expect((await run('pack', [at('big'), '--tag', 'v1', '--split', '1MB', '--out', at('split')])).code).toBe(0);
}, 120_000);

describe('every command', () => {
  it.each(names)(
    '%s takes every option that its help lists, in any order',
    async (name) => {
      const used = new Set(GOOD[name].flat().filter((word) => /^--./.test(word)));
      for (const args of GOOD[name]) {
        const { code, stderr } = await run(name, args);
        // The command that is replayed here trains nothing.
        expect({ args, stderr, code }).toEqual({ args, stderr: expect.anything(), code: name === 'replay' ? 1 : 0 });
      }
      const help = (await modelbag([name, '--help'])).stdout;
      const listed = [...help.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, flag]) => flag as string);
      expect(listed.length).toBeGreaterThan(3);
      expect(
        listed
          .filter((flag) => !used.has(flag) && !['--format', '--out'].includes(flag))
          .map((flag) => `${name} ${flag}`),
      ).toEqual(ELSEWHERE.filter((option) => option.startsWith(`${name} `)));
    },
    120_000,
  );

  it.each(names)(
    '%s reads every option that it declares, and no other',
    async (name) => {
      const { options, run: itself } = commands.get(name)!;
      const declared = [...options.map(([flags]) => keyOf(flags)), 'format', 'out', 'quiet', 'color'];
      const read = new Set<string>();
      const stream = () => new Writable({ write: (_chunk, _encoding, done) => done() });
      const nowhere = { write: async () => {}, isTTY: false, columns: undefined, stream };
      const given = new Proxy(NEEDED[name] ?? {}, {
        get(target, key) {
          if (typeof key === 'string') read.add(key);
          return Reflect.get(target, key);
        },
      });
      const before = process.cwd();
      process.chdir(at('repository'));
      try {
        await itself(ARGUMENTS[name], given, { stdout: nowhere, stderr: nowhere, env: process.env });
      } finally {
        process.chdir(before);
      }
      const unread = declared.filter((key) => !read.has(key) && !['format', 'out', 'quiet', 'color'].includes(key));
      const unknown = [...read].filter((key) => !declared.includes(key));
      expect({ unread, unknown }).toEqual({ unread: [], unknown: [] });
    },
    60_000,
  );

  it.each(names)(
    '%s writes its result in every form that it offers, and refuses others before it does anything',
    async (name) => {
      const { formats } = commands.get(name)!;
      const needed = Object.entries(NEEDED[name] ?? {}).flatMap(([key, value]) =>
        key === 'out' ? [] : [`--${key}`, ...(value === true ? [] : [String(value)])],
      );
      const others = Object.keys(EXTENSIONS).filter((format) => !formats.some((offered) => offered === format));
      for (const format of [...formats, others[0] as Format]) {
        const out = at(`forms-${name}-${format}`);
        const args = [...needed, '--out', out, '--format', format, ...ARGUMENTS[name]];
        const result = await run(name, args);
        if (!formats.includes(format)) {
          expect(result).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(formats.join(', ')) });
          expect(existsSync(out)).toBe(false);
          continue;
        }
        expect(result.code).toBeLessThan(2);
        // Of commands that write files, --out is the folder of those.
        const file = join(out, `modelbag-${name}.${EXTENSIONS[format]}`);
        const text = existsSync(file) ? readFileSync(file, 'utf8') : result.stdout;
        // The output of the command that is recorded is left alone.
        expect(text.length > 0).toBe(name !== 'record' || format === 'json');
        if (format !== 'json') continue;
        for (const document of [JSON.parse(text)].flat()) {
          const [, kind] = /^modelbag\/([a-z]+)\/1$/.exec(document.schema) ?? [];
          const validate = ajv.getSchema(`${kind}.schema.json`)!;
          validate(kind === 'verify' ? [document] : document);
          expect({ kind, errors: validate.errors }).toEqual({ kind: name === 'record' ? 'run' : name, errors: null });
        }
      }
    },
    120_000,
  );

  it.each(names)('%s says the cure for a slip in an option', async (name) => {
    const { code, stdout, stderr } = await run(name, ['--frmat', 'json', ...ARGUMENTS[name]]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('(Did you mean --format?)');
    expect(stderr).toContain(`(modelbag ${name} --help lists its options)`);
  });

  it.each(names)('%s refuses a folder for results that cannot be one, before it does anything', async (name) => {
    const needed = name === 'export' ? ['--to', 'npz'] : [];
    const result = await run(name, [...needed, '--out', join(at('config.yml'), 'x'), ...ARGUMENTS[name]]);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/^modelbag: --out expects a folder, found a file at /);
  });
});

describe('modelbag', () => {
  it('tells a word that is no command from a path', async () => {
    const slip = await modelbag(['chek'], { cwd: folder });
    expect(slip).toMatchObject({ code: 2, stderr: expect.stringContaining('(Did you mean check?)') });
    const late = await modelbag(['--quiet', 'check'], { cwd: folder });
    expect(late).toMatchObject({ code: 2, stderr: expect.stringContaining('Write: modelbag check --quiet\n') });
    expect((await modelbag(['./gone'], { cwd: folder })).stderr).toBe(
      'modelbag: ./gone does not exist\n  Check the path.\n',
    );
    expect((await modelbag(['big'], { cwd: folder })).stdout).toContain('modelbag check');
  });

  it('helps by a word as well', async () => {
    expect((await modelbag(['help'])).stdout).toBe((await modelbag(['--help'])).stdout);
    expect((await modelbag(['help', 'diff'])).stdout).toBe((await modelbag(['diff', '--help'])).stdout);
  });

  it('takes no model for a repository, and no bag for a model', async () => {
    for (const command of ['check', 'pack', 'sources']) {
      const { code, stderr } = await run(command, [pt]);
      expect(code).toBe(2);
      expect(stderr).toContain(`Look into it with: modelbag inspect ${pt}\n`);
    }
    const { code, stderr } = await run('diff', [bag, pt]);
    expect({ code, isTold: stderr.includes(`as ${bag}/data/models/models/`) }).toEqual({ code: 2, isTold: true });
    expect((await run('export', ['--to', 'npz', `${bag}/models/iris.pt`])).stderr).toContain(
      `${bag}/data/models/models/iris.pt`,
    );
  });

  it('reads a bag in a tar where it reads one in a zip', async () => {
    expect((await run('repack', ['--layout', 'tar', '--out', at('tar'), bag])).code).toBe(0);
    const tar = at('tar/Iris-v1.tar');
    expect((await run('diff', [`${tar}/data/models/models/iris.pt`, pt])).code).toBe(0);
    expect((await run('check', [tar])).stdout).toContain('modelbag check · Iris');
    expect((await run('replay', ['--setup', 'none', '--quiet', tar, '--', ...noop])).stdout).toContain(
      'not reproduced',
    );
  });

  it('calls nothing its own bug that the system refuses', async () => {
    const { code, stderr } = await run('sources', ['--state', '.', at('repository')]);
    expect({ code, stderr: stderr.split('\n')[0] }).toEqual({
      code: 2,
      stderr: 'modelbag: expected to read a file, found a folder where a file was expected (EISDIR)',
    });
  });
});
