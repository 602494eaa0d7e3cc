import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource, OpenByteSource } from '../bytes/source.js';
import { directoryModel } from './directory.js';
import { type FileAccess, folderOf, joinPath, nameOf, type PathKind } from './file-access.js';

/** A model whose entry file is open, with a door to the files beside it. */
export interface OpenedModel {
  /** Folder that companions are relative to. */
  folder: string;
  /** Entry file, relative to `folder`. */
  entry: string;
  source: ByteSource;
  /** Files that belong to a model directory, relative to `folder`; empty for a single file. */
  companions: string[];
  /** Formats whose readers look at these files; undefined for a single file. */
  readBy?: readonly string[];
  /** Everything in the folder is taken for one model. */
  isFolder?: boolean;
  companion(relative: string): Promise<ByteSource | null>;
  companionKind(relative: string): Promise<PathKind | 'escape'>;
  listCompanions(): Promise<string[]>;
  /** Bytes of a companion; 0 where it cannot be had. */
  sizeOf(relative: string): Promise<number>;
  /** Closes the entry and every companion that was opened. */
  close(): Promise<void>;
}

/** A path that cannot be entered; `code` names why. Becomes an inspection with status `error` or `inconclusive`. */
export class Unopenable extends Error {
  override readonly name = 'Unopenable';
  constructor(
    readonly code: 'missing-file' | 'unreadable' | 'symlink' | 'no-model',
    message: string,
  ) {
    super(message);
  }
}

/** Opens the model at a path: the file itself, or the entry file of a directory that is one model. */
export async function openModel(path: string, files: FileAccess, limits: Limits): Promise<OpenedModel> {
  const kind = await files.kind(path);
  if (kind === 'missing')
    throw new Unopenable('missing-file', 'expected a file or directory, found nothing at this path');
  if (kind === 'unreadable')
    throw new Unopenable('unreadable', 'expected a readable file or directory, found one that must not be read');
  if (kind === 'symlink')
    throw new Unopenable('symlink', 'expected a file, found a symbolic link; links are not followed');
  if (kind === 'file') return openFileModel(path, files);
  const listed = await files.list(path);
  const model = directoryModel(listed, limits);
  if (!model)
    throw new Unopenable('no-model', `expected one model, found a directory of ${listed.length} files that is none`);
  return { ...(await openAt(path, model.entry, model.companions, files)), readBy: model.formats, isFolder: true };
}

/** Opens the model that a file is, or enters. Rejects with FormatError or a system error where it cannot be had. */
export const openFileModel = (path: string, files: FileAccess): Promise<OpenedModel> =>
  openAt(folderOf(path), nameOf(path), [], files);

async function openAt(folder: string, entry: string, companions: string[], files: FileAccess): Promise<OpenedModel> {
  const opened: OpenByteSource[] = [];
  const keep = async (path: string) => {
    const source = await files.open(path);
    opened.push(source);
    return source;
  };
  const source = await keep(joinPath(folder, entry));
  let listed: Promise<string[]> | undefined;
  return {
    folder,
    entry,
    source,
    companions,
    listCompanions: () => (listed ??= files.list(folder)),
    companionKind: (relative) => kindWithin(folder, relative, files),
    async companion(relative) {
      const kind = await kindWithin(folder, relative, files);
      if (kind === 'escape' || kind === 'symlink') {
        const found = kind === 'escape' ? 'a path that leaves it' : 'a symbolic link';
        throw new FormatError(
          'path-escape',
          `expected a file inside the model's folder, found ${found}: "${relative}"`,
        );
      }
      return kind === 'file' ? keep(joinPath(folder, relative)) : null;
    },
    async sizeOf(relative) {
      if ((await kindWithin(folder, relative, files)) !== 'file') return 0;
      const companion = await files.open(joinPath(folder, relative)).catch(() => null);
      await companion?.close();
      return companion?.size ?? 0;
    },
    async close() {
      for (const handle of opened.splice(0)) await handle.close();
    },
  };
}

/** True where a path is absolute, leaves its folder, or would on another system. */
export const escapes = (relative: string): boolean =>
  relative === '' ||
  relative.includes('\0') ||
  /^(?:[/\\]|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*:\/\/)/.test(relative) ||
  relative.split(/[/\\]/).includes('..');

/** Kind of a path below a folder; a link anywhere on the way makes it a link. */
async function kindWithin(folder: string, relative: string, files: FileAccess): Promise<PathKind | 'escape'> {
  if (escapes(relative)) return 'escape';
  const segments = files.knowsFolders === false ? [] : relative.split('/');
  for (let depth = 1; depth < segments.length; depth++) {
    const kind = await files.kind(joinPath(folder, segments.slice(0, depth).join('/')));
    if (kind !== 'directory') return kind === 'symlink' ? kind : 'missing';
  }
  return files.kind(joinPath(folder, relative));
}
