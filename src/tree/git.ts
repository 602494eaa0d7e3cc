import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/** Where git finds a repository. Both are absolute; the work tree is absent in a bare one. */
export interface GitPlace {
  gitDir: string;
  workTree?: string;
}

/** Git could not answer: it is not installed, refused, went silent, or said more than we read. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure';
  constructor(
    readonly code: 'not-installed' | 'refused' | 'silent' | 'too-much',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** No repository with a million files needs more. */
const OUTPUT_LIMIT = 512 * 1024 * 1024;
/** A repository's configuration may include a named pipe, on which git waits forever. */
const SILENCE_LIMIT = 60_000;

/**
 * Settings that win over the repository's own configuration, which is hostile input: nothing may run, connect, or be
 * read from elsewhere. Giving `--git-dir` switches off the ownership check that `safe.directory` answers to.
 */
const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.excludesFile=/dev/null',
  'core.attributesFile=/dev/null',
  'core.sshCommand=false',
  'core.askPass=false',
  'core.pager=cat',
  'core.alternateRefsCommand=false',
  'core.quotePath=false',
  'credential.helper=',
  'protocol.allow=never',
  'submodule.recurse=false',
  'safe.directory=*',
  // Larger blobs are streamed by git instead of being held in its memory.
  'core.bigFileThreshold=16m',
  // Packs are mapped in windows; by default a window is as large as the pack.
  'core.packedGitWindowSize=16m',
  'core.packedGitLimit=128m',
];

/** Nothing of the caller's environment reaches git, except where programs are found. */
function environment(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ['PATH', 'Path', 'SystemRoot']) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return {
    ...kept,
    LC_ALL: 'C',
    LANGUAGE: 'C',
    HOME: '/nonexistent',
    XDG_CONFIG_HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    SSH_ASKPASS: 'false',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    // Holds also for git before 2.39.4, which does not know GIT_NO_LAZY_FETCH, and wins over `protocol.<name>.allow`.
    GIT_ALLOW_PROTOCOL: 'none',
  };
}

export type GitProcess = ChildProcessWithoutNullStreams;

/** Starts git without a shell. The caller handles errors of the process and ends it. */
export function startGit(place: GitPlace, args: readonly string[]): GitProcess {
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  const where = place.workTree
    ? ['-C', place.workTree, `--git-dir=${place.gitDir}`, `--work-tree=${place.workTree}`]
    : [`--git-dir=${place.gitDir}`, `--work-tree=${place.gitDir}`];
  return spawn('git', ['--no-pager', '--literal-pathspecs', ...settings, ...where, ...args], {
    // Not the repository: Windows looks for programs in the working directory first.
    cwd: '/',
    env: environment(),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
}

export interface RunOptions {
  input?: Uint8Array;
  /** Milliseconds without output after which git is ended. */
  silence?: number;
}

/** Output of one git command. Throws GitFailure, `refused` with git's own words when it exits with another code than 0. */
export function runGit(place: GitPlace, args: readonly string[], options: RunOptions = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = startGit(place, args);
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    let size = 0;
    let failure: GitFailure | undefined;
    const end = (why: GitFailure) => {
      failure ??= why;
      child.kill('SIGKILL');
    };
    const silence = options.silence ?? SILENCE_LIMIT;
    const watch = setTimeout(() => end(new GitFailure('silent', `git said nothing for ${silence} ms`)), silence);
    child.stdout.on('data', (part: Buffer) => {
      watch.refresh();
      size += part.length;
      if (size > OUTPUT_LIMIT)
        end(new GitFailure('too-much', `expected at most ${OUTPUT_LIMIT} bytes from git, found more`));
      else out.push(part);
    });
    child.stderr.on('data', (part: Buffer) => {
      if (err.length < 64) err.push(part);
    });
    child.stdin.on('error', (cause) => {
      failure ??= new GitFailure('refused', 'git stopped reading', { cause });
    });
    child.on('error', (cause) => {
      clearTimeout(watch);
      reject(notStarted(cause));
    });
    child.on('close', (code) => {
      clearTimeout(watch);
      // Git that stops reading exits with its reason, which says more than the broken pipe.
      if (code !== 0 && failure?.code !== 'silent' && failure?.code !== 'too-much')
        failure = new GitFailure('refused', messageOf(Buffer.concat(err)) || `git ended with ${code}`);
      if (failure) reject(failure);
      else resolve(Buffer.concat(out));
    });
    child.stdin.end(options.input);
  });
}

/** The failure that a process which never started is. */
export function notStarted(cause: NodeJS.ErrnoException): GitFailure {
  return cause.code === 'ENOENT'
    ? new GitFailure('not-installed', 'git is not installed, or not where programs are looked for', { cause })
    : new GitFailure('refused', `git could not be started: ${cause.message}`, { cause });
}

/** What git complained about, in one line: warnings come before the reason. */
function messageOf(stderr: Buffer): string {
  const lines = stderr.toString('utf8').split('\n');
  return (lines.find((line) => /^(fatal|error): /.test(line)) ?? lines[0] ?? '').replace(/^(fatal|error): /, '');
}
