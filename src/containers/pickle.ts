import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, memorySource, subSource } from '../bytes/source.js';
import { LOADS_BYTES } from './pickle-callables.js';
import type { PickleCall, PickleTouch } from './pickle-calls.js';
import { HANDLERS } from './pickle-handlers.js';
import { joblibArrayAt } from './pickle-joblib.js';
import { PickleMachine, type Signal } from './pickle-machine.js';
import { PROTOCOL_1 } from './pickle-opcodes.js';
import type { PickleArray, PickleBytes, PickleObject, PicklePersistent, PickleValue } from './pickle-value.js';
import { itemsOf } from './pickle-value.js';
import { PickleWindow } from './pickle-window.js';

export { LOADS_BYTES } from './pickle-callables.js';
export type { PickleCall, PickleTouch } from './pickle-calls.js';
export * from './pickle-value.js';

/** One pickle of a stream: what it describes, and everything that loading it would import and call. */
export interface Pickle {
  start: number;
  /** Offset behind STOP, or where reading ended. */
  end: number;
  protocol: number;
  /** Undefined where the pickle broke before STOP. */
  value: PickleValue | undefined;
  /** Qualified name → offset of the first import; of nested pickles too. */
  globals: Map<string, number>;
  /** True where torch's loader of bytes is called with bytes each time it occurs, and never handed on. */
  loadsKnownBytes: boolean;
  /** Names of `globals` that only served to reach other names of it: `getattr`. */
  resolved: Set<string>;
  calls: PickleCall[];
  /** Dotted attributes by which imports go through a module or class, with their offset. */
  walks: Map<string, number>;
  touches: PickleTouch[];
  /** 1 for each opcode byte that occurs. */
  opcodes: Uint8Array;
  arrays: PickleArray[];
  /** References to things outside of the pickle, in order. */
  persistents: PicklePersistent[];
  /** Calls that hand bytes to a callable which may load them. */
  loads: PickleObject[];
  /** Files beside the pickle that joblib opens, undefined where the name is none. */
  files: { name: string | undefined; offset: number }[];
  /** What was wrong; with `value` undefined, the last one is why reading stopped. */
  problems: FormatError[];
}

export interface PickleOptions {
  limits: Limits;
  /** Reads raw arrays behind joblib's array wrappers (default), as joblib does and pickle does not. */
  arrays?: boolean;
  /** Pickles around this one. */
  depth?: number;
}

/** Reads one pickle symbolically. Nothing is imported or executed. Never rejects for what is in the bytes: see `problems`. */
export async function readPickle(source: ByteSource, start: number, options: PickleOptions): Promise<Pickle> {
  const machine = new PickleMachine(options.limits, HANDLERS, source.size);
  const run = new PickleRun(source, machine, options);
  await run.from(start);
  const pickle: Pickle = {
    start,
    end: run.end,
    protocol: machine.protocol || (PROTOCOL_1.some((opcode) => machine.opcodes[opcode]) ? 1 : 0),
    value: run.value,
    globals: machine.globals,
    loadsKnownBytes: machine.resolved.get(LOADS_BYTES) === 0,
    resolved: new Set(
      [...machine.resolved].filter(([name, left]) => left === 0 && name !== LOADS_BYTES).map(([name]) => name),
    ),
    calls: [...machine.calls.values()],
    walks: machine.walks,
    touches: machine.touches.all,
    opcodes: machine.opcodes,
    arrays: run.arrays,
    persistents: machine.persistents,
    loads: machine.loads,
    files: machine.files,
    problems: [...machine.problems, ...run.problems],
  };
  const called = machine.calls;
  for (const inner of run.inner) absorb(pickle, inner, called);
  for await (const inner of loadedPickles(source, pickle, options)) absorb(pickle, inner, called);
  return pickle;
}

/** Names and calls of a pickle inside a pickle run with it. `called`: the calls of the outer one by name. */
function absorb(outer: Pickle, inner: Pickle, called: Map<string, PickleCall>): void {
  if (inner.globals.has(LOADS_BYTES)) outer.loadsKnownBytes = false;
  for (const name of inner.resolved) if (!outer.globals.has(name)) outer.resolved.add(name);
  for (const [name, offset] of inner.globals) {
    if (!outer.globals.has(name)) outer.globals.set(name, offset);
    if (!inner.resolved.has(name)) outer.resolved.delete(name);
  }
  for (const call of inner.calls) {
    const known = called.get(call.name);
    if (known !== undefined) {
      known.constructs ||= call.constructs;
      if (call.computed) known.computed = true;
      known.handed &&= call.handed;
      continue;
    }
    called.set(call.name, call);
    outer.calls.push(call);
  }
  for (const [walk, offset] of inner.walks) if (!outer.walks.has(walk)) outer.walks.set(walk, offset);
  append(outer.touches, inner.touches);
  append(outer.problems, inner.problems);
  append(outer.arrays, inner.arrays);
  append(outer.files, inner.files);
}

/** Bytes given to a callable that may load pickles are read as one pickle after another. */
async function* loadedPickles(source: ByteSource, outer: Pickle, options: PickleOptions): AsyncGenerator<Pickle> {
  const given = bytesGiven(outer.loads);
  const { depth = 0, limits } = options;
  if (given.size > 0 && depth >= limits.nesting) {
    const message = `expected at most ${limits.nesting} pickles inside each other, found more`;
    outer.problems.push(new FormatError('resource-limit', message, outer.loads[0]?.offset));
    return;
  }
  for (const bytes of given)
    for await (const pickle of eachPickle(bytesSource(source, bytes), { ...options, depth: depth + 1 })) {
      // What a function of another kind is given (`unpickle_vocab`) may be no pickle at all, but what a limit kept unread may be one.
      const problems = pickle.problems.filter(({ code }) => code === 'resource-limit');
      if (pickle.value === undefined && ![...pickle.globals.keys()].some(isName)) append(outer.problems, problems);
      else yield { ...pickle, problems };
    }
}

/** Bytes among what loaders are given, each once: the memo hands the same ones to thousands of calls. */
function bytesGiven(loads: readonly PickleObject[]): Set<PickleBytes> {
  const found = new Set<PickleBytes>();
  for (const args of new Set(loads.map((load) => load.args)))
    for (const value of itemsOf(args) ?? [])
      if (value !== null && typeof value === 'object' && value.kind === 'bytes' && value.length > 0) found.add(value);
  return found;
}

const isName = (name: string): boolean => /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_<][\p{L}\p{N}_<>]*)+$/u.test(name);

/** The bytes of a value as a source. */
export const bytesSource = (source: ByteSource, bytes: PickleBytes): ByteSource =>
  bytes.held ? memorySource(bytes.held) : subSource(source, bytes.start, bytes.start + bytes.length);

/** Pickles that follow each other: two bytes make one, which costs us a kilobyte. */
const MOST_PICKLES = 100_000;

/** All pickles that follow each other from `start`; ends at the end of the bytes or behind the first broken one. */
export async function readPickles(source: ByteSource, start: number, options: PickleOptions): Promise<Pickle[]> {
  const pickles: Pickle[] = [];
  for await (const pickle of eachPickle(source, options, start)) pickles.push(pickle);
  return pickles;
}

/** The same, one after the other: what nobody asks for is not read. */
export async function* eachPickle(source: ByteSource, options: PickleOptions, start = 0): AsyncGenerator<Pickle> {
  let left = MOST_PICKLES;
  for (let at = start; at < source.size; ) {
    const pickle = await readPickle(source, at, options);
    const isLast = pickle.value === undefined || pickle.end <= at;
    at = pickle.end;
    if (--left === 0 && !isLast && at < source.size)
      pickle.problems.push(
        new FormatError('resource-limit', `expected at most ${MOST_PICKLES} pickles behind each other, found more`, at),
      );
    yield pickle;
    if (isLast || left === 0) return;
  }
}

/** Feeds a machine with windows of the source and reads what lies in the stream besides opcodes. */
class PickleRun {
  value: PickleValue | undefined;
  end = 0;
  readonly arrays: PickleArray[] = [];
  readonly inner: Pickle[] = [];
  readonly problems: FormatError[] = [];
  readonly #window: PickleWindow;

  constructor(
    readonly source: ByteSource,
    readonly machine: PickleMachine,
    readonly options: PickleOptions,
  ) {
    this.#window = new PickleWindow(source);
  }

  async from(start: number): Promise<void> {
    let position = await this.#window.moveTo(start, 0);
    for (;;) {
      const { signal, position: at } = this.machine.run(this.#window.bytes, this.#window.base, position);
      this.end = this.#window.base + at;
      if (signal.kind === 'stop') {
        this.value = signal.value;
        return;
      }
      const next = signal.kind === 'failed' ? this.#fail(signal.error) : await this.#next(signal);
      if (next === null) return;
      position = next;
    }
  }

  /** Position in the window from which the machine goes on, null where it cannot. */
  async #next(signal: Exclude<Signal, { kind: 'stop' | 'failed' }>): Promise<number | null> {
    if (signal.kind === 'built') {
      const behind = this.options.arrays === false ? this.end : await this.#array(signal.object, this.end);
      return behind === null ? null : this.#window.moveTo(behind, 0);
    }
    const from = signal.kind === 'skip' ? signal.to : this.end;
    const needed = signal.kind === 'skip' ? 0 : signal.bytes;
    const wanted = signal.kind === 'skip' ? 0 : (signal.wanted ?? 0);
    if (from + needed <= this.source.size) return this.#window.moveTo(from, needed, wanted);
    const found = this.source.size - this.end;
    const expected = Math.max(needed, from - this.end);
    return this.#fail(new FormatError('truncated', `expected ${expected} bytes of a pickle, found ${found}`, this.end));
  }

  #fail(error: FormatError): null {
    this.problems.push(error);
    return null;
  }

  /** Offset behind the raw array that follows a joblib wrapper, the same offset where none follows, null where it cannot be read. */
  async #array(object: PickleObject, at: number): Promise<number | null> {
    try {
      const array = await joblibArrayAt(this.#window, object, at);
      // joblib reads the array out of the file, where the frame around the opcodes ends.
      if (at < this.machine.frameEnd && Number.isFinite(this.machine.frameEnd))
        throw new FormatError('invalid-structure', 'expected a joblib array behind its frame, found it inside', at);
      if (array.end < 0) array.end = await this.#content(array);
      this.arrays.push(array);
      this.machine.stack[this.machine.stack.length - 1] = array;
      return array.end;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return this.#fail(error);
    }
  }

  /** Items of an object array are a pickle of their own, read by the plain unpickler. */
  async #content(array: PickleArray): Promise<number> {
    const depth = (this.options.depth ?? 0) + 1;
    if (depth > this.options.limits.nesting)
      throw new FormatError(
        'resource-limit',
        `expected at most ${this.options.limits.nesting} pickles inside each other, found more`,
        array.start,
      );
    const pickle = await readPickle(this.source, array.start, { ...this.options, arrays: false, depth });
    this.inner.push(pickle);
    if (pickle.value === undefined)
      throw new FormatError(
        'invalid-structure',
        'expected a complete pickle of the items of an object array, found a broken one',
        array.start,
      );
    array.content = pickle.value;
    return pickle.end;
  }
}
