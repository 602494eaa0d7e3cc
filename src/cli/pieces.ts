import { isAscii } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type { CodeCache } from './code-cache.js';

/** One file of dist/lib/ that was loaded. `source` is left away where its code was in the cache. */
interface Piece {
  module: { exports: unknown };
  script: Script;
  source?: Buffer;
}
type Wrapped = (
  exports: unknown,
  require: (name: string) => unknown,
  module: Piece['module'],
  filename: string,
  dirname: string,
) => void;

/** Text of a source. Nearly all are ASCII, which takes a tenth of the time as Latin-1. */
const textOf = (source: Buffer): string => source.toString(isAscii(source) ? 'latin1' : 'utf8');

/** Loads the pieces of the program, as `require` does, with their code from the cache. */
export class Pieces {
  readonly #loaded = new Map<string, Piece>();

  constructor(
    readonly folder: string,
    readonly cache: CodeCache | undefined,
  ) {}

  load(name: string): unknown {
    const known = this.#loaded.get(name);
    if (known) return known.module.exports;
    const filename = join(this.folder, name);
    const source = readFileSync(filename);
    const cachedData = this.cache?.read(name, source);
    const text = `(function(exports,require,module,__filename,__dirname){${textOf(source)}\n})`;
    const script = new Script(text, { filename, ...(cachedData && { cachedData }) });
    const isCached = script.cachedDataRejected === false;
    const module = { exports: {} };
    this.#loaded.set(name, { module, script, ...(!isCached && { source }) });
    const run = script.runInThisContext() as Wrapped;
    run(module.exports, this.#require, module, filename, this.folder);
    return module.exports;
  }

  /** Keeps code that the cache lacked; called when the work is done, so that the functions which it used are in it. */
  keep(): void {
    const lacked = [...this.#loaded].flatMap(([name, { script, source }]) =>
      source ? [{ name, source, code: () => script.createCachedData() }] : [],
    );
    if (lacked.length > 0) this.cache?.write(lacked);
  }

  readonly #require = (name: string): unknown => (name.startsWith('./') ? this.load(name.slice(2)) : require(name));
}
