import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { PROJECT } from './modelbag.js';

const node = promisify(execFile);
const manifest = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
const USE = `
  const tree = await openTree(process.argv[1]);
  const { assessment } = await audit(tree, { config: DEFAULT_CONFIG });
  await tree.close();
  console.log(JSON.stringify({ verdict: assessment.verdict, models: assessment.models.map((model) => model.path) }));`;
const EXPECTED = { verdict: 'pass', models: ['models/titanic.pmml', 'models/titanic.rds'] };

describe('the library', () => {
  it('is imported by ES modules by name', async () => {
    const door = pathToFileURL(join(PROJECT, manifest.exports['.'].import)).href;
    const code = `import { audit, DEFAULT_CONFIG, openTree } from ${JSON.stringify(door)};${USE}`;
    const { stdout } = await node(process.execPath, [
      '--input-type=module',
      '-e',
      code,
      join(PROJECT, 'examples/titanic'),
    ]);
    expect(JSON.parse(stdout)).toEqual(EXPECTED);
  });

  it('is required by CommonJS modules', async () => {
    const door = join(PROJECT, manifest.exports['.'].default);
    const code = `(async () => { const { audit, DEFAULT_CONFIG, openTree } = require(${JSON.stringify(door)});${USE} })()`;
    const { stdout } = await node(process.execPath, ['-e', code, join(PROJECT, 'examples/titanic')]);
    expect(JSON.parse(stdout)).toEqual(EXPECTED);
  });
});
