import { describe, expect, it } from '@jest/globals';
import { parseCommand } from '../../src/github/command.js';
import { lfsPaths } from '../../src/github/lfs-attributes.js';
import { LARGEST_COPY, problemOf } from '../../src/github/open-copies.js';
import { openTree } from '../../src/tree/open.js';
import { modelRepository } from './model-repository.js';

describe('open copies on request', () => {
  it('are asked for by the word alone', () => {
    expect(parseCommand('/modelbag export\r\nplease')).toEqual({ verb: 'export' });
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

  it('are told with a command for a clone where the API takes no such file', () => {
    const copy = { native: 'net.pt', to: 'npz', files: [{ path: 'net.npz', size: LARGEST_COPY, sha256: '' }] };
    expect(problemOf(copy, ['net.npz'], () => false)).toBeNull();
    copy.files[0]!.size++;
    expect(problemOf(copy, ['net.npz'], () => false)).toMatch(
      /40000001 bytes.*`modelbag export net\.pt --to npz --out \.`/,
    );
  });
});
