import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { replay } from '../../src/replay.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderWith(files: Readonly<Record<string, string>>, mode = 0o644): string {
  const folder = mkdtempSync(join(tmpdir(), 'replayed-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    chmodSync(join(folder, path), mode);
  }
  return folder;
}

const MODEL = 'name,value\na,1\n';

/** Stands for a tool: notes its words, and makes an environment whose program is asked for first. */
const tool = (log: string, environment: string): string => `#!/bin/sh
echo "$(basename "$0") $*" >>'${log}'
mkdir -p '${environment}'
printf '#!/bin/sh\\nprintf "%%s|%%s|%%s" "$CONDA_PREFIX" "$R_LIBS" "$0" >>"${log}"\\nprintf "name,value\\\\na,1\\\\n" >model.csv\\n' >'${environment}/trainer'
chmod +x '${environment}/trainer'
`;

async function replayed(lockfile: string, program: string, environment: string, packages: object = {}) {
  const log = join(folderWith({ log: '' }), 'log');
  const bag = folderWith({
    'evidence.json': JSON.stringify({
      environments: [{ path: lockfile, packages }],
      scripts: [{ path: 'train.sh', role: 'train', writes: [{ model: 'model.csv' }] }],
    }),
    'data/models/model.csv': MODEL,
    [`data/env/${lockfile}`]: '{}',
    'data/src/train.sh': 'trainer\n',
  });
  const document = await replay(bag, {
    command: { words: ['trainer'], from: 'the test', advice: '' },
    setup: 'lock',
    env: { PATH: `${folderWith({ [program]: tool(log, environment) }, 0o755)}:/usr/bin:/bin`, R_LIBS: '/of/the/user' },
    milliseconds: 60_000,
    offline: false,
  });
  const [words = '', ran = ''] = readFileSync(log, 'utf8').split('\n');
  return { document, words, ran };
}

const onUnix = process.platform === 'win32' ? it.skip : it;

onUnix('a training runs in the environment that the tool of its lockfile made in the copy', async () => {
  for (const [lockfile, program, words] of [
    ['environment.yml', 'conda', 'conda env create --prefix ./.modelbag-env --file environment.yml'],
    ['environment.yml', 'micromamba', 'micromamba create --yes --prefix ./.modelbag-env --file environment.yml'],
    ['conda-lock.yml', 'conda-lock', 'conda-lock install --prefix ./.modelbag-env conda-lock.yml'],
  ] as const) {
    const { document, words: said, ran } = await replayed(lockfile, program, '.modelbag-env/bin');
    expect(said).toBe(words);
    expect(document).toMatchObject({ verdict: 'reproduced', setup: [words] });
    expect(ran).toMatch(/^\/.*modelbag-replay-\w+\/\.modelbag-env\|\/of\/the\/user\|.*\/\.modelbag-env\/bin\/trainer$/);
  }
});

onUnix('packages of renv go into the copy, before those of the user', async () => {
  const bin = '.modelbag-env/bin';
  const { document, words } = await replayed('renv.lock', 'Rscript', bin, { R: '4.2.2', MASS: '7.3' });
  expect(words).toContain('renv::restore(library = normalizePath(".modelbag-env"), prompt = FALSE)');
  // R has no folder of programs: what stands for the training is none of the machine's.
  expect(document).toMatchObject({ verdict: 'could-not-run', reason: expect.stringContaining('no program trainer') });
});

onUnix('an environment that nothing here makes is told, with what would', async () => {
  const { document } = await replayed('environment.yml', 'pixi', '.modelbag-env/bin');
  expect(document).toMatchObject({
    verdict: 'could-not-run',
    reason: expect.stringContaining('environment.yml needs one of micromamba, mamba, conda'),
    models: [],
  });
});
