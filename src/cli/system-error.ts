import { UsageError } from '../usage-error.js';

/** What the system refuses, in words, and what helps. */
const WORDS: Readonly<Record<string, readonly [found: string, advice: string]>> = {
  EACCES: ['permission denied', 'Ask for permission, or name another place.'],
  EPERM: ['permission denied', 'Ask for permission, or name another place.'],
  EROFS: ['a file system that is read-only', 'Name a place that can be written.'],
  ENOENT: ['nothing', 'Check the path.'],
  ENOTDIR: ['a file where a folder was expected', 'Check the path.'],
  EEXIST: ['a file where a folder was expected', 'Check the path.'],
  EISDIR: ['a folder where a file was expected', 'Check the path.'],
  ENAMETOOLONG: ['a name that is too long', 'Choose a shorter path.'],
  ELOOP: ['symbolic links that lead in a circle', 'Check the path.'],
  EMFILE: ['too many open files', 'Raise the limit of open files ("ulimit -n").'],
  ENFILE: ['too many open files', 'Raise the limit of open files ("ulimit -n").'],
  EIO: ['an error of the disk or the network behind it', 'Check the device, and run modelbag again.'],
  ENOSPC: ['no space left', 'Free some space, or name another place.'],
  EDQUOT: ['no space left', 'Free some space, or name another place.'],
  EFBIG: ['a file that is too large for its file system', 'Name another place.'],
};

/** What the world refused is no bug of ours, wherever it happened; anything else as it is. */
export function asUsageError(error: unknown): unknown {
  const { code, syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  const words = code === undefined || syscall === undefined ? undefined : WORDS[code];
  if (!words) return error;
  const [found, advice] = words;
  return new UsageError(`expected to ${syscall} ${path ?? 'a file'}, found ${found} (${code})`, advice, {
    cause: error,
  });
}
