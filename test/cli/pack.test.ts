import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sha256 } from '../../src/bytes/digest.js';
import { modelbag, PROJECT, type Run, scratch } from './modelbag.js';

const folder = scratch();
const iris = join(PROJECT, 'examples/iris');
let packed: Run;
let bag: string;

beforeAll(async () => {
  packed = await modelbag(['pack', iris, '--tag', 'v1.0.0', '--out', join(folder, 'out'), '--format', 'json']);
  bag = JSON.parse(packed.stdout).bag.path;
});

/** A copy of the bag with some bytes changed. */
function altered(name: string, change: (bytes: Buffer) => Buffer): string {
  const path = join(folder, `${name}.zip`);
  writeFileSync(path, change(readFileSync(bag)));
  return path;
}

/** Problems that `verify` names, and its exit code. */
async function problemsOf(
  path: string,
): Promise<{ code: number | null; verdict: string; problems: { file: string; kind: string }[] }> {
  const run = await modelbag(['verify', path, '--format', 'json']);
  const [report] = JSON.parse(run.stdout);
  return { code: run.code, verdict: report.verdict, problems: report.problems };
}

describe('modelbag pack', () => {
  it('packs the iris example, verified, with exit 0', () => {
    const document = JSON.parse(packed.stdout);
    expect(packed.code).toBe(0);
    expect(document).toMatchObject({ schema: 'modelbag/pack/1', verified: true });
    expect(document.bag.sha256).toBe(sha256(readFileSync(bag)));
    expect(readFileSync(`${bag}.sha256`, 'utf8')).toBe(`${document.bag.sha256}  ${bag.split('/').pop()}\n`);
  });

  it('leaves nothing but the bag and its side files', () => {
    const stem = bag.split('/').pop();
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(
      [stem, `${stem}.events.json`, `${stem}.report.html`, `${stem}.sha256`].sort(),
    );
  });

  it('writes the same bytes under another time zone, locale and umask', async () => {
    const out = join(folder, 'again');
    const again = await modelbag(['pack', iris, '--tag', 'v1.0.0', '--out', out, '--format', 'json'], {
      env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' },
    });
    expect(JSON.parse(again.stdout).bag.sha256).toBe(JSON.parse(packed.stdout).bag.sha256);
  });

  it('accepts an identical bag that is already there, and refuses another one without --force', async () => {
    const same = await modelbag(['pack', iris, '--tag', 'v1.0.0', '--out', join(folder, 'out')]);
    expect(same.code).toBe(0);
    const out = join(folder, 'other');
    mkdirSync(out);
    writeFileSync(join(out, bag.split('/').pop()!), 'something else');
    const other = await modelbag(['pack', iris, '--tag', 'v1.0.0', '--out', out]);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('--force');
    expect(readFileSync(join(out, bag.split('/').pop()!), 'utf8')).toBe('something else');
    expect((await modelbag(['pack', iris, '--tag', 'v1.0.0', '--out', out, '--force'])).code).toBe(0);
  });

  it('replaces side files, and writes through no link to another file', async () => {
    const out = join(folder, 'links');
    const own = join(folder, 'own');
    mkdirSync(out);
    writeFileSync(own, 'mine');
    const stem = join(out, bag.split('/').pop()!);
    linkSync(own, `${stem}.sha256`);
    symlinkSync(own, `${stem}.report.html`);
    expect((await modelbag(['pack', iris, '--tag', 'v1.0.0', '--out', out])).code).toBe(0);
    expect(readFileSync(own, 'utf8')).toBe('mine');
    expect(readFileSync(`${stem}.sha256`, 'utf8')).toBe(readFileSync(`${bag}.sha256`, 'utf8'));
  });

  it('needs an existing target', async () => {
    const run = await modelbag(['pack', join(folder, 'nowhere'), '--tag', 'v1', '--out', folder]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('nowhere');
    expect(run.stderr).not.toContain('    at ');
  });
});

describe('modelbag verify', () => {
  it('accepts the bag', async () => {
    expect(await problemsOf(bag)).toEqual({ code: 0, verdict: 'valid', problems: [] });
  });

  it('names a file with a flipped byte', async () => {
    const needle = Buffer.from('Fisher');
    const path = altered('flipped', (bytes) => {
      const at = bytes.lastIndexOf(needle);
      bytes[at] = bytes[at]! ^ 1;
      return bytes;
    });
    const { code, verdict, problems } = await problemsOf(path);
    expect(code).toBe(1);
    expect(verdict).toBe('invalid');
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((p) => p.file.length > 0)).toBe(true);
  });

  it('says that a cut zip is cut', async () => {
    const path = join(folder, 'cut.zip');
    copyFileSync(bag, path);
    truncateSync(path, readFileSync(bag).length - 1000);
    const { code, verdict, problems } = await problemsOf(path);
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'invalid' });
    expect(problems.length).toBeGreaterThan(0);
  });

  it('ends with exit 2 where there is no bag', async () => {
    const run = await modelbag(['verify', join(folder, 'no.zip')]);
    expect(run.code).toBe(2);
    expect(existsSync(join(folder, 'no.zip'))).toBe(false);
  });
});
