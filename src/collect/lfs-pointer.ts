/** What a Git LFS pointer says of the file it stands for. */
export interface LfsPointer {
  sha256: string;
  size: number;
}

/** The specification demands less than 1024 bytes. */
export const POINTER_BYTES = 1024;

/** Parses a pointer (git-lfs spec v1: `version` first, then keys in order); null for any other text. */
export function parseLfsPointer(text: string): LfsPointer | null {
  if (!/^version https:\/\/(git-lfs|hawser)\.github\.com\/spec\/v1\r?\n/.test(text)) return null;
  const sha256 = /^oid sha256:([0-9a-f]{64})\r?$/m.exec(text)?.[1];
  const size = /^size ([0-9]{1,15})\r?$/m.exec(text)?.[1];
  return sha256 === undefined || size === undefined ? null : { sha256, size: Number(size) };
}
