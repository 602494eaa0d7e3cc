import { spawnSync } from 'node:child_process';

/** Runs git in the fake's repository without anyone's configuration; null where git says no. */
export const gitBytes = (folder: string, ...args: string[]): Buffer | null => gitWith(folder, Buffer.alloc(0), ...args);

/** The same with something to read. */
export function gitWith(folder: string, input: Uint8Array, ...args: string[]): Buffer | null {
  if (folder === '') return null;
  const ran = spawnSync('git', args, {
    cwd: folder,
    input,
    maxBuffer: 1 << 28,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: 'octo',
      GIT_AUTHOR_EMAIL: 'octo@example.org',
      GIT_COMMITTER_NAME: 'GitHub',
      GIT_COMMITTER_EMAIL: 'noreply@github.com',
    },
  });
  return ran.status === 0 ? ran.stdout : null;
}

/** What git prints, without the last line end; throws where it fails. */
export function gitText(folder: string, ...args: string[]): string {
  const printed = gitBytes(folder, ...args);
  if (printed === null) throw new Error(`git ${args.join(' ')} fails in ${folder || 'a repository without a folder'}`);
  return printed.toString('utf8').replace(/\n$/, '');
}

/** Commit that a branch, tag or (part of a) hash stands for; null where there is none. */
export function commitOf(folder: string, ref: string): string | null {
  for (const name of [`refs/heads/${ref}`, `refs/tags/${ref}`, ref.startsWith('refs/') ? ref : `refs/${ref}`, ref]) {
    if (name.startsWith('-')) continue;
    const sha = gitBytes(folder, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`);
    if (sha !== null) return sha.toString('utf8').trim();
  }
  return null;
}
