import { jsonText } from '../json-text.js';
import type { ApartFile, Part } from './apart.js';

export const PARTS_PATH = 'parts.json';

/** A file that lies beside the bag, as `parts.json` says it. */
export type ListedFile = Pick<ApartFile, 'path' | 'size' | 'sha256'> & { parts: Omit<Part, 'start'>[] };

/** parts.json (`modelbag/parts/1`): which assets hold the files that lie beside the bag, in the order of joining. */
export const partsText = (bag: string, files: readonly ApartFile[]): string =>
  jsonText({
    schema: 'modelbag/parts/1',
    bag,
    files: files.map(({ path, size, sha256, parts }) => ({
      path,
      size,
      sha256,
      parts: parts.map((part) => ({ name: part.name, url: part.url, size: part.size, sha256: part.sha256 })),
    })),
  });

/** Reads a parts.json, which may be anybody's: entries of another shape, and parts that do not make up the file, are left out. */
export function parseParts(text: string): ListedFile[] {
  const { files } = parsed(text);
  return Array.isArray(files) ? files.filter(isListedFile) : [];
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

const isListedFile = (value: unknown): value is ListedFile => {
  const file = value as Partial<ListedFile> | null;
  return (
    typeof file?.path === 'string' &&
    isDigested(file) &&
    Array.isArray(file.parts) &&
    file.parts.length > 0 &&
    file.parts.every(isPart) &&
    file.parts.reduce((sum, { size }) => sum + size, 0) === file.size
  );
};

/** The name is one path segment: nothing outside of a folder can be meant by it. */
const isPart = (value: unknown): value is ListedFile['parts'][number] => {
  const part = value as Partial<ListedFile['parts'][number]> | null;
  return (
    typeof part?.name === 'string' &&
    /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}$/.test(part.name) &&
    typeof part.url === 'string' &&
    isDigested(part)
  );
};

const isDigested = ({ size, sha256 }: { size?: unknown; sha256?: unknown }): boolean =>
  Number.isSafeInteger(size) && (size as number) >= 0 && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
