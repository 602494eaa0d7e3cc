import { byBytes } from '../../bytes/order.js';
import { centralHeaderLength, endLength, localHeaderLength } from './records.js';

/** A member of a zip to be written: a stored file, or a folder (name with a trailing `/`, size 0). */
export interface ZipEntryPlan {
  name: string;
  size: number;
}

/** Where everything will lie, known before a byte is read. */
export interface ZipEntryLayout extends ZipEntryPlan {
  headerOffset: number;
  dataOffset: number;
}

export interface ZipLayout {
  /** In the order of writing: bytes of the name. */
  entries: ZipEntryLayout[];
  directoryOffset: number;
  directorySize: number;
  /** Length of the whole zip. */
  size: number;
}

/** Computes all offsets of a stored zip: entries in byte order of their names, no gaps, no extra fields but zip64's. */
export function layOut(plans: readonly ZipEntryPlan[]): ZipLayout {
  const entries: ZipEntryLayout[] = [];
  let at = 0;
  for (const { name, size } of [...plans].sort((a, b) => byBytes(a.name, b.name))) {
    const dataOffset = at + localHeaderLength({ name, size });
    entries.push({ name, size, headerOffset: at, dataOffset });
    at = dataOffset + size;
  }
  const directoryOffset = at;
  const directorySize = entries.reduce((sum, entry) => sum + centralHeaderLength(entry), 0);
  return {
    entries,
    directoryOffset,
    directorySize,
    size: directoryOffset + directorySize + endLength(entries.length, directoryOffset, directorySize),
  };
}
