import { folderAbove } from '../formats/file-access.js';
import { listOf, textOf } from './environments/declaration.js';
import { fromTop, programAmong, programOf, wordsOf } from './links/link.js';

/** What a run record says was started, as it lies here. */
export interface RecordedRun {
  /** Of the record, with its slash: its paths are relative to it. */
  folder: string;
  command: string[];
  /** The program, where it lies here: among the words of the command, else the one that the record names. */
  script?: string;
  /** What the command gave to the program. */
  arguments: string[];
  /** From the top, where it lies here; absent for the top. */
  workingDirectory?: string;
}

/** Which program a record at `path` ran, and with what. `root` is the record as parsed, `files` the paths that are here. */
export function recordedRun(root: Record<string, unknown>, path: string, files: ReadonlySet<string>): RecordedRun {
  const folder = folderAbove(path);
  const command = listOf(root['command']).filter((word) => typeof word === 'string');
  const within = fromTop(folder, `${textOf(root['workingDirectory']) ?? '.'}/x`)?.slice(0, -1);
  const named = textOf(root['script']);
  const place = within ?? folder;
  // A word of several is a script of a shell: `sh -c "python train.py --seed 1"`.
  const words = programAmong(command, place, files) ? command : command.flatMap(wordsOf);
  const found = programAmong(words, place, files);
  const script = found?.path ?? (named === undefined ? undefined : programOf(named, folder, files));
  return {
    folder,
    command,
    ...(script !== undefined && { script }),
    arguments: found ? words.slice(found.at + 1) : [],
    ...(within && { workingDirectory: within.slice(0, -1) }),
  };
}
