import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { crc32 } from 'node:zlib';

/*
 * Code of pieces as V8 compiled it, so that later runs need not compile it again: one file a piece, in a folder for this build,
 * version of Node and processor. Whoever can write such a file decides what runs: it is only taken from a folder that is
 * the user's alone. V8 itself looks at neither the source (but for its length) nor at damage, and dies of it; so both have a checksum.
 */

type Environment = Readonly<Record<string, string | undefined>>;

/** CRC-32 of the source, CRC-32 of the code; the code behind them is aligned as V8 reads it. */
const HEADER = 8;
/** Folders of other builds and versions that are left when a new one is made. */
const OTHERS_KEPT = 3;

/** Where programs of this user keep what can be made again; undefined where the environment does not say. */
function cacheHome(env: Environment, platform: NodeJS.Platform): string | undefined {
  if (platform === 'win32') return env['LOCALAPPDATA'] || undefined;
  const { HOME: home, XDG_CACHE_HOME: named } = env;
  if (platform === 'darwin') return home && join(home, 'Library', 'Caches');
  return named && isAbsolute(named) ? named : home && join(home, '.cache');
}

const isOwn = (stats: Stats): boolean => process.geteuid === undefined || stats.uid === process.geteuid();
/** Nobody else can change it. Windows has no such bits; its folder of the user is theirs. */
const isPrivate = (stats: Stats): boolean =>
  isOwn(stats) && (process.geteuid === undefined || (stats.mode & 0o022) === 0);

const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    // Without a cache everything works, only slower.
    return undefined;
  }
};

const isPrivateFolder = (path: string): boolean => {
  const stats = attempt(() => lstatSync(path));
  return stats?.isDirectory() === true && isPrivate(stats);
};

/** True where the folder, or the nearest one above it that exists, is the user's: `sudo` must not leave files in another's home. */
function isBelowOwn(path: string): boolean {
  const stats = attempt(() => lstatSync(path));
  if (stats) return isOwn(stats);
  return dirname(path) !== path && isBelowOwn(dirname(path));
}

/** Makes a folder, and those above it that are not there; false where it is there. As `makeFolder` does, of which this must not wait. */
function makePrivate(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    makePrivate(dirname(folder));
    mkdirSync(folder, { mode: 0o700 });
  }
  return true;
}

export class CodeCache {
  /** `home` is modelbag's alone; what is kept by others lies beside `folder`. */
  private constructor(
    readonly home: string,
    readonly folder: string,
  ) {}

  /** Undefined where it is switched off, and on machines that are thrown away after each run. */
  static open(build: string, env: Environment, platform: NodeJS.Platform = process.platform): CodeCache | undefined {
    if (env['NODE_DISABLE_COMPILE_CACHE'] || env['CI']) return undefined;
    const above = cacheHome(env, platform);
    if (!above) return undefined;
    const home = join(above, 'modelbag');
    return new CodeCache(home, join(home, 'code', `${build}-${process.version}-${process.arch}`));
  }

  /** The code of a piece with this source; undefined where there is none that can be trusted. */
  read(piece: string, source: Uint8Array): Buffer | undefined {
    if (!this.#isTrusted()) return undefined;
    const kept = attempt(() => {
      const file = openSync(join(this.folder, piece), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
      try {
        return isPrivate(fstatSync(file)) ? readFileSync(file) : undefined;
      } finally {
        closeSync(file);
      }
    });
    if (!kept || kept.length <= HEADER) return undefined;
    const code = kept.subarray(HEADER);
    return kept.readUInt32LE(0) === crc32(source) && kept.readUInt32LE(4) === crc32(code) ? code : undefined;
  }

  /** Keeps the code of pieces, each whole or not at all, as far as that is possible. */
  write(pieces: Iterable<{ name: string; source: Uint8Array; code: () => Uint8Array }>): void {
    attempt(() => {
      const isNew = isBelowOwn(this.home) && makePrivate(this.folder);
      if (!isPrivateFolder(this.home)) return;
      for (const { name, source, code } of pieces) this.#writePiece(name, source, code());
      if (isNew) this.#removeOthers();
    });
  }

  #trusted: boolean | undefined;
  #isTrusted(): boolean {
    this.#trusted ??= isPrivateFolder(this.home);
    return this.#trusted;
  }

  #writePiece(name: string, source: Uint8Array, code: Uint8Array): void {
    const header = Buffer.alloc(HEADER);
    header.writeUInt32LE(crc32(source), 0);
    header.writeUInt32LE(crc32(code), 4);
    const path = join(this.folder, name);
    // Runs at the same time write beside each other; the last one stays.
    const unfinished = `${path}-${process.pid}-${Math.random().toString(36).slice(2)}`;
    try {
      writeFileSync(unfinished, Buffer.concat([header, code]), { flag: 'wx', mode: 0o600 });
      renameSync(unfinished, path);
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error;
    }
  }

  #removeOthers(): void {
    const all = dirname(this.folder);
    const others = readdirSync(all)
      .map((name) => join(all, name))
      .filter((folder) => folder !== this.folder)
      .map((folder) => ({ folder, time: attempt(() => lstatSync(folder).mtimeMs) ?? 0 }))
      .sort((a, b) => b.time - a.time);
    for (const { folder } of others.slice(OTHERS_KEPT)) rmSync(folder, { recursive: true, force: true });
  }
}
