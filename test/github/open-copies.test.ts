import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { memorySource } from '../../src/bytes/source.js';
import { DEFAULT_CONFIG } from '../../src/config.js';
import { parseCommand } from '../../src/github/command.js';
import { lfsPaths } from '../../src/github/lfs-attributes.js';
import { LARGEST_COPY, makeCopies, problemOf } from '../../src/github/open-copies.js';
import { SILENT } from '../../src/progress.js';
import { openTree } from '../../src/tree/open.js';
import type { SourceTree } from '../../src/tree/tree.js';
import { runs } from '../thorough.js';
import { writeFiles } from '../tree/repository-fixture.js';
import { type ModelRepository, modelRepository } from './model-repository.js';

/** Which of the paths go to Git LFS, as we read these files of attributes. */
async function kept(files: Readonly<Record<string, string>>, paths: readonly string[]): Promise<string[]> {
  const entries = Object.entries(files).map(([path, text]) => ({
    path,
    kind: 'file' as const,
    size: Buffer.byteLength(text),
    executable: false,
  }));
  const open = async (path: string) => ({ ...memorySource(Buffer.from(files[path] ?? '')), close: async () => {} });
  return paths.filter(await lfsPaths({ entries, open } as unknown as SourceTree));
}

/** The same as git reads them, in the folder of a repository. */
function keptByGit(
  { git, folder }: ModelRepository,
  files: Readonly<Record<string, string>>,
  paths: readonly string[],
) {
  writeFiles(folder, files);
  const told = git('check-attr', '-z', 'filter', '--', ...paths).split('\0');
  return paths.filter((_, i) => told[3 * i + 2] === 'lfs');
}

describe('open copies on request', () => {
  it('are asked for by the word alone', () => {
    expect(parseCommand('/modelbag export\r\nplease')).toEqual({ verb: 'export' });
    expect(parseCommand('/Modelbag Explain Seed-Missing')).toEqual({ verb: 'explain', rule: 'seed-missing' });
    for (const text of ['/modelbag export onnx', '/modelbag exports', ' /modelbag export', '/modelbag export; rm'])
      expect(parseCommand(text)).toBeNull();
  });

  it('go where Git LFS keeps files no more than git would let them', async () => {
    const repository = modelRepository({
      '.gitattributes': '*.onnx filter=lfs diff=lfs merge=lfs -text\n# *.csv filter=lfs\nmodels/** filter=lfs\n',
      '-x/.gitattributes': '*.onnx -filter\n',
      'models/open/.gitattributes': '*.json !filter\n*.npz -filter\n/kept.npz filter=lfs\n',
    });
    const tree = await openTree(repository.folder);
    const isForLfs = await lfsPaths(tree);
    await tree.close();
    const paths = ['a.onnx', 'x/a.onnx', 'a.csv', 'models/a', 'models/open/a.json', 'models/open/a.npz'];
    expect(paths.map(isForLfs)).toEqual([true, true, false, true, false, false]);
    expect(isForLfs('models/open/kept.npz')).toBe(true);
    expect(isForLfs('-x/a.onnx')).toBe(false);
    repository.clean();
  });

  it('go there as git reads macros, quotes and folders', async () => {
    const macros = '[attr]big filter=lfs -text\n[attr]huge big\n[attr]plain !filter\n';
    const lines = [
      '*.pt big',
      '*.npz huge',
      '"a b.onnx" filter=lfs',
      '"caf\\303\\251 \\"1\\".pt" -filter',
      '"#1.onnx" big',
      'models filter=lfs',
      'runs/ filter=lfs',
      'deep/** filter=lfs',
      '{a,b}.csv filter=lfs',
      '!*.csv filter=lfs',
      '*.bin filter=lfs =broken',
      'c.pt plain',
      'd.npz -huge',
      'e.npz -filter huge',
    ];
    const files = {
      '.gitattributes': `${macros}${lines.join('\n')}\n`,
      // Macros are made at the top alone.
      'sub/.gitattributes': '[attr]deep filter=lfs\n*.x deep\n*.pt -big\n',
    };
    const repository = modelRepository({});
    const names = 'a.pt a.npz c.pt d.npz e.npz models/a runs/a deep/a/b deep a.csv {a,b}.csv a.bin sub/a.pt sub/a.x'; // biome-ignore format: one line reads best
    const paths = [...names.split(' '), 'a b.onnx', 'x/a b.onnx', 'café "1".pt', '#1.onnx'];
    const big = ['a.pt', 'a.npz', 'e.npz', 'deep/a/b', '{a,b}.csv', 'a b.onnx', 'x/a b.onnx', '#1.onnx'];
    expect(await kept(files, paths)).toEqual(big);
    expect(keptByGit(repository, files, paths)).toEqual(big);
    const words = fc.constantFrom('filter=lfs', '-filter', '!filter', 'filter', 'big', '-big', '!big', 'huge', 'other');
    const pattern = fc.constantFrom(
      '*',
      '*.pt',
      'a',
      'a/',
      'a/*',
      'a/**',
      '**/b.pt',
      '/b.pt',
      'b.pt',
      '[ab]',
      '"b\\.pt"',
      '?',
    );
    const line = fc
      .tuple(pattern, fc.array(words, { minLength: 1, maxLength: 3 }))
      .map((parts) => parts.flat().join(' '));
    const file = fc.array(line, { maxLength: 5 }).map((all) => `${all.join('\n')}\n`);
    const generated = ['a', 'b', 'b.pt', 'a/b', 'a/b.pt', 'a/c/b.pt', 'c/a/b'];
    await fc.assert(
      fc.asyncProperty(file, file, async (top, inner) => {
        const both = { '.gitattributes': macros + top, 'a/.gitattributes': inner };
        expect(await kept(both, generated)).toEqual(keptByGit(repository, both, generated));
      }),
      { numRuns: runs(100) },
    );
    repository.clean();
  });

  it("take no file for anybody else's that merely could not be read", async () => {
    const repository = modelRepository({ 'x.proof.json': 'No proof.' });
    const tree = await openTree(repository.folder);
    const made = (open: SourceTree['open']) => makeCopies({ ...tree, open }, DEFAULT_CONFIG, () => false, SILENT);
    expect(await made(tree.open)).toEqual({ copies: [], files: [], notes: [] });
    // Only the first look fails, which is the one for earlier copies.
    let looks = 0;
    const broken: SourceTree['open'] = async (path) => {
      const source = await tree.open(path);
      return looks++ > 0 ? source : { ...source, read: () => Promise.reject(new Error('EIO')) };
    };
    await expect(made(broken)).rejects.toThrow('EIO');
    await tree.close();
    repository.clean();
  });

  it('are told with a command for a clone where the API takes no such file', () => {
    const copy = { native: 'net.pt', to: 'npz', files: [{ path: 'net.npz', size: LARGEST_COPY, sha256: '' }] };
    expect(problemOf(copy, ['net.npz'], () => false)).toBeNull();
    copy.files[0]!.size++;
    expect(problemOf(copy, ['net.npz'], () => false)).toMatch(
      /40000001 bytes.*`modelbag export net\.pt --to npz --out \.`/,
    );
  });
});
