import type { ByteSource } from '../bytes/source.js';

/** A member as the central directory describes it, checked against its local header when opened. */
export interface ZipMember {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  flags: number;
  crc32: number;
  compressedSize: number;
  size: number;
  /** Absolute offset of the local header. */
  headerOffset: number;
  isDirectory: boolean;
  isEncrypted: boolean;
  /** Unix mode bits where the host system is Unix, else 0. */
  mode: number;
}

export interface ZipDirectory {
  members: ZipMember[];
  /** Offset where the central directory begins. */
  start: number;
  /** Length of bytes before the first local header that no member explains. */
  prefix: number;
}

export declare function readZipDirectory(source: ByteSource): Promise<ZipDirectory>;
