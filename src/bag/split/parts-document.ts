import { isWindowsDevice } from '../../tree/windows-device.js';
import { jsonText } from '../json-text.js';
import type { ApartFile, Part } from './apart.js';

export const PARTS_PATH = 'parts.json';

/** A file that lies beside the bag, as `parts.json` says it. */
export type ListedFile = Pick<ApartFile, 'path' | 'size' | 'sha256'> & { parts: ListedPart[] };

export type ListedPart = Pick<Part, 'name' | 'url' | 'size' | 'sha256'> & {
  /** So many bytes at its beginning are none of the file; parts.json leaves out 0. */
  skip: number;
};

/** parts.json (`modelbag/parts/1`): which assets hold the files that lie beside the bag, in the order of joining. */
export const partsText = (bag: string, files: readonly ApartFile[]): string =>
  jsonText({
    schema: 'modelbag/parts/1',
    bag,
    files: files.map(listedFile).map(({ parts, ...file }) => ({
      ...file,
      parts: parts.map(({ skip, ...part }) => ({ ...part, ...(skip > 0 && { skip }) })),
    })),
  });

export const listedFile = ({ path, size, sha256, parts }: ApartFile): ListedFile => ({
  path,
  size,
  sha256,
  parts: parts.map((part) => ({
    name: part.name,
    url: part.url,
    size: part.size,
    sha256: part.sha256,
    skip: part.head.length,
  })),
});

/** Bytes of the file that a part brings. */
export const bytesIn = ({ size, skip }: ListedPart): number => size - skip;

/** Reads a parts.json, which may be anybody's: entries of another shape, and parts that do not make up the file, are left out. */
export function parseParts(text: string): ListedFile[] {
  const { files } = parsed(text);
  if (!Array.isArray(files)) return [];
  return files.map(withSkips).filter(isListedFile);
}

/** Name of the bag that a parts.json belongs to, '' where it says none. */
export function partsBag(text: string): string {
  const { bag } = parsed(text);
  return typeof bag === 'string' ? bag : '';
}

function parsed(text: string): { bag?: unknown; files?: unknown } {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {}; // its digest in the tag manifest tells what is wrong
  }
}

function withSkips(file: unknown): unknown {
  const { parts } = (file as { parts?: unknown } | null) ?? {};
  return Array.isArray(parts) ? { ...(file as object), parts: parts.map((part) => ({ skip: 0, ...part })) } : file;
}

const isListedFile = (value: unknown): value is ListedFile => {
  const file = value as Partial<ListedFile> | null;
  return (
    typeof file?.path === 'string' &&
    isDigested(file) &&
    Array.isArray(file.parts) &&
    file.parts.length > 0 &&
    file.parts.every(isPart) &&
    file.parts.reduce((sum, part) => sum + bytesIn(part), 0) === file.size
  );
};

/** One path segment that is a file on every system: nothing outside of a folder can be meant by it. */
export const isPartName = (name: string): boolean =>
  /^[A-Za-z0-9_-](?:[A-Za-z0-9._-]{0,253}[A-Za-z0-9_-])?$/.test(name) && !isWindowsDevice(name);

const isPart = (value: unknown): value is ListedPart => {
  const part = value as Partial<ListedPart> | null;
  return (
    typeof part?.name === 'string' &&
    isPartName(part.name) &&
    typeof part.url === 'string' &&
    isDigested(part) &&
    isCount(part.skip) &&
    bytesIn(part as ListedPart) >= 0
  );
};

const isDigested = ({ size, sha256 }: { size?: unknown; sha256?: unknown }): boolean =>
  isCount(size) && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
