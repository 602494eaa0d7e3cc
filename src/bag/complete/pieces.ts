import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { joinedSource } from '../../bytes/joined-source.js';
import { pass } from '../../bytes/pass.js';
import { subSource } from '../../bytes/source.js';
import type { BagFile } from '../verify/contents.js';
import { folderFile } from '../verify/folder-contents.js';
import type { Piece } from './missing.js';

/** The path of a piece that lies in one of the folders under the name, with the right size and digest; null where none does. */
export async function findPiece(piece: Piece, name: string, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (!found?.isFile() || (piece.size !== null && found.size !== piece.size)) continue;
    const { algorithm, hex } = piece.digest;
    const { digests } = await (await folderFile(path)).pass({ algorithms: [algorithm] });
    if (digests[algorithm] === hex) return path;
  }
  return null;
}

/** A piece on disk. */
export interface FoundPiece {
  path: string;
  skip: number;
}

/** Pieces on disk, joined in order, as one file of a bag. */
export async function joinedFile(pieces: readonly FoundPiece[]): Promise<BagFile> {
  const files = await Promise.all(pieces.map(async ({ path, skip }) => ({ file: await folderFile(path), skip })));
  const [only] = files;
  if (only && files.length === 1 && only.skip === 0) return only.file;
  const open = async () =>
    joinedSource(await Promise.all(files.map(async ({ file, skip }) => subSource(await file.open(), skip, file.size))));
  return {
    size: files.reduce((sum, { file, skip }) => sum + file.size - skip, 0),
    open,
    pass: async (options) => ({ ...(await pass(await open(), options)), problems: [] }),
  };
}
