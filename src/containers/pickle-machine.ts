import { FormatError, type FormatErrorCode } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type Callable, callableOf } from './pickle-callables.js';
import {
  Arguments,
  eachHandedOn,
  isMadeWhileLoading,
  latin1Given,
  newCall,
  noteHanded,
  type PickleCall,
  PickleTouches,
} from './pickle-calls.js';
import { PickleMemo } from './pickle-memo.js';
import { LAYOUTS, OP } from './pickle-opcodes.js';
import {
  builtinOf,
  describeTarget,
  globalName,
  isBytesAlone,
  itemsOf,
  newGlobal,
  type PickleCallKind,
  type PickleGlobal,
  type PickleObject,
  type PicklePersistent,
  type PickleValue,
  share,
  textOf,
} from './pickle-value.js';
import { copyOf } from './pickle-window.js';

/** Picklers number what they keep one by one, so that no number is larger than its offset; parts of other pickles may be. */
const MEMO_SLACK = 1 << 20;
/** Marks on the stack: CPython's own pickler recurses at most about 1,000 times. */
const MAX_MARKS = 2_000;
/** Containers and calls one pickle may make; each costs us about a hundred bytes. */
const MAX_OBJECTS = 6_000_000;
/** Characters of a name that is reached by walking; each step makes a longer one from a few bytes. */
const LONGEST_WALK = 1_024;
/** Characters of all names together: two kept strings make a name of any length from a few bytes. */
const MOST_NAME_CHARACTERS = 64 << 20;
/** Calls of loaders that are kept. */
const MOST_LOADS = 20_000;
/** Bytes values up to here are held in memory, longer ones stay in the file. */
const HELD_BYTES = 1 << 12;

/** Why `run` came back; `built` is an object behind whose BUILD joblib reads an array. */
export type Signal =
  | { kind: 'more'; bytes: number; wanted?: number }
  | { kind: 'skip'; to: number }
  | { kind: 'built'; object: PickleObject }
  | { kind: 'stop'; value: PickleValue }
  | { kind: 'failed'; error: FormatError };

/** Handler of one opcode; the argument lies in `bytes` from `start` to `end`. */
export type Handler = (machine: PickleMachine, bytes: Buffer, start: number, end: number) => void;

/** Stack, memo and record of one pickle. Symbolic: it makes values that describe what loading would do. */
export class PickleMachine {
  readonly stack: PickleValue[] = [];
  readonly memo = new PickleMemo();
  /** Qualified name → offset of its first import. */
  readonly globals = new Map<string, number>();
  readonly calls = new Map<string, PickleCall>();
  /** Names all of whose uses so far were resolved to the names that they reach. */
  readonly resolved = new Map<string, number>();
  readonly touches = new PickleTouches();
  readonly looked = new Arguments();
  /** Dotted attributes by which imports go through a module or class, with their offset. */
  readonly walks = new Map<string, number>();
  /** Calls that hand bytes to a callable which may load them. */
  readonly loads: PickleObject[] = [];
  /** Files beside the pickle that joblib opens, undefined where the name is none. */
  readonly files: { name: string | undefined; offset: number }[] = [];
  readonly persistents: PicklePersistent[] = [];
  readonly opcodes = new Uint8Array(256);
  readonly problems: FormatError[] = [];
  protocol = 0;
  /** Absolute offset of the opcode at hand, and of byte 0 of the window. */
  at = 0;
  base = 0;
  /** Set by a handler to leave `run` after the opcode. */
  signal: Signal | null = null;
  frameEnd = Number.POSITIVE_INFINITY;
  /** Methods of instances: to keep one is harmless, to call one while loading is no writer's way. */
  readonly #ofInstances = new Set<PickleGlobal>();
  readonly #marks: number[] = [];
  #fence = 0;
  #operations = 0;
  #objects = 0;
  #loads = 0;
  #encodedBytes = 0;
  #nameCharacters = 0;

  constructor(
    readonly limits: Limits,
    readonly handlers: readonly (Handler | undefined)[],
    /** Bytes of the source. */
    readonly size: number,
  ) {}

  /** Executes opcodes from `position` of the window, whose first byte is at `base` of the file, until a signal. */
  run(window: Buffer, base: number, position: number): { signal: Signal; position: number } {
    this.base = base;
    this.signal = null;
    let at = position;
    try {
      while (this.signal === null) {
        const next = this.#step(window, at);
        if (typeof next !== 'number') return { signal: next, position: at };
        at = next;
      }
      return { signal: this.signal, position: at };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return { signal: { kind: 'failed', error }, position: at };
    }
  }

  /** One opcode. Returns the position behind it, or what is needed before it can be executed. */
  #step(window: Buffer, at: number): number | Signal {
    this.at = this.base + at;
    if (at >= window.length) return { kind: 'more', bytes: 1 };
    const opcode = window[at] as number;
    const layout = LAYOUTS[opcode];
    if (layout === undefined)
      this.fail('invalid-structure', `expected an opcode, found byte 0x${opcode.toString(16).padStart(2, '0')}`);
    if (++this.#operations > this.limits.pickleOperations)
      this.fail('resource-limit', `expected at most ${this.limits.pickleOperations} pickle operations, found more`);
    let start = at + 1;
    let end = start;
    if (layout.kind === 'fixed') end = start + layout.bytes;
    else if (layout.kind === 'lines') {
      for (let line = 0; line < layout.count; line++) {
        end = window.indexOf(10, end) + 1;
        if (end === 0) return { ...this.#longer(window.length - at + 1), wanted: (window.length - at) * 2 };
      }
    } else {
      if (start + layout.prefix > window.length) return { kind: 'more', bytes: 1 + layout.prefix };
      const length = this.#count(window, start, layout.prefix, layout.signed);
      start += layout.prefix;
      end = start + length;
      if (end > window.length && layout.skippable && length > HELD_BYTES) {
        this.#checkFrame(this.base + end);
        this.opcodes[opcode] = 1;
        this.pushBytes(this.base + start, length, null, opcode === OP.BYTEARRAY8);
        return { kind: 'skip', to: this.base + end };
      }
      if (end > window.length) return this.#longer(end - at);
    }
    if (end > window.length) return { kind: 'more', bytes: end - at };
    this.#checkFrame(this.base + end);
    this.opcodes[opcode] = 1;
    (this.handlers[opcode] as Handler)(this, window, start, end);
    return end;
  }

  #longer(bytes: number): { kind: 'more'; bytes: number } {
    // What leaves the source is cut off, whatever its length.
    if (bytes > this.limits.headerBytes && this.at + bytes <= this.size)
      this.fail(
        'resource-limit',
        `expected an argument of at most ${this.limits.headerBytes} bytes, found ${bytes} or more`,
      );
    return { kind: 'more', bytes };
  }

  #count(window: Buffer, at: number, prefix: 1 | 4 | 8, signed: boolean): number {
    if (prefix === 1) return window[at] as number;
    const length =
      prefix === 8
        ? window.readUInt32LE(at + 4) * 2 ** 32 + window.readUInt32LE(at)
        : signed
          ? window.readInt32LE(at)
          : window.readUInt32LE(at);
    if (length < 0 || !Number.isSafeInteger(this.base + at + length))
      this.fail('truncated', `expected a length within the file, found ${length}`);
    return length;
  }

  /** Python refuses a frame that ends behind the file; others do not look. */
  enterFrame(end: number): void {
    if (end > this.size)
      this.problems.push(
        new FormatError('truncated', `expected a frame within the file, found one that ends at ${end}`, this.at),
      );
    this.frameEnd = end;
  }

  /** An opcode that crosses the end of its frame is read by some loaders and refused by others. */
  #checkFrame(end: number): void {
    if (end <= this.frameEnd || this.at >= this.frameEnd) return;
    this.problems.push(
      new FormatError(
        'invalid-structure',
        `expected opcodes within the frame that ends at ${this.frameEnd}, found one that ends at ${end}`,
        this.at,
      ),
    );
    this.frameEnd = Number.POSITIVE_INFINITY;
  }

  fail(code: FormatErrorCode, message: string): never {
    throw new FormatError(code, message, this.at);
  }

  push(value: PickleValue): void {
    this.stack.push(value);
  }

  /** Counts a value that takes memory of its own. */
  spend<T extends PickleValue>(value: T): T {
    if (++this.#objects > MAX_OBJECTS)
      this.fail('resource-limit', `expected at most ${MAX_OBJECTS} objects, found more`);
    return value;
  }

  pushBytes(start: number, length: number, held: Uint8Array | null, mutable: boolean): void {
    this.stack.push(this.spend({ kind: 'bytes', start, length, held, mutable }));
  }

  /** Bytes of the window as a value; held where short, so that the window can go. */
  pushRange(window: Buffer, start: number, end: number, mutable: boolean): void {
    const held = end - start <= HELD_BYTES ? copyOf(window, start, end) : null;
    this.pushBytes(this.base + start, end - start, held, mutable);
  }

  pop(): PickleValue {
    if (this.stack.length <= this.#fence) this.fail('invalid-structure', 'expected a value on the stack, found none');
    return this.stack.pop() as PickleValue;
  }

  top(): PickleValue {
    if (this.stack.length <= this.#fence) this.fail('invalid-structure', 'expected a value on the stack, found none');
    return this.stack[this.stack.length - 1] as PickleValue;
  }

  mark(): void {
    if (this.#marks.length >= MAX_MARKS)
      this.fail('resource-limit', `expected at most ${MAX_MARKS} nested marks, found more`);
    this.#marks.push(this.#fence);
    this.#fence = this.stack.length;
  }

  /** Everything above the last mark, which goes with it. */
  popToMark(): PickleValue[] {
    if (this.#marks.length === 0) this.fail('invalid-structure', 'expected a mark, found none');
    const items = this.stack.splice(this.#fence);
    this.#fence = this.#marks.pop() as number;
    return items;
  }

  /** POP takes the value, or the mark where there is none above it. */
  discard(): void {
    if (this.stack.length > this.#fence) this.stack.pop();
    else this.popToMark();
  }

  /** Keeps the value on top under a number. Python makes room for all numbers up to it, so a huge one takes all memory. */
  memoize(index: number): void {
    if (index > this.at + MEMO_SLACK)
      this.problems.push(
        new FormatError(
          'resource-limit',
          `expected a memo number below ${this.at + MEMO_SLACK}, found ${index}`,
          this.at,
        ),
      );
    this.memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) this.fail('invalid-structure', `expected memo ${index}, found none`);
    this.#again(value);
  }

  /** Counts how often a walker over attributes, an importer by text or a loader of bytes lies somewhere, and how often it was seen through. */
  #use(value: PickleValue, by: 1 | -1): void {
    if (value === null || typeof value !== 'object' || value.kind !== 'global') return;
    const { walks, importsByText, loadsBytes } = callableOf(value.qualified);
    if (walks || importsByText || loadsBytes)
      this.resolved.set(value.qualified, (this.resolved.get(value.qualified) ?? 0) + by);
  }

  duplicate(): void {
    this.#again(this.top());
  }

  #again(value: PickleValue): void {
    share(value);
    this.stack.push(value);
    this.#use(value, 1);
  }

  /** Import of a name. */
  importName(module: string, name: string): void {
    const qualified = `${module}.${name}`;
    if (!this.globals.has(qualified)) {
      this.#nameCharacters += qualified.length;
      if (this.#nameCharacters > MOST_NAME_CHARACTERS)
        this.fail('resource-limit', `expected names of at most ${MOST_NAME_CHARACTERS} characters in all, found more`);
      this.globals.set(qualified, this.at);
      if (name.includes('.')) this.walks.set(name, this.at);
    }
    const global = this.spend(newGlobal(module, name, qualified));
    this.stack.push(global);
    this.#use(global, 1);
  }

  /** `getattr(module.Class, 'name')` is the name `module.Class.name`, of an instance too; false where it cannot be told, and then it is a call like others. */
  #walk(callee: PickleValue, args: PickleValue): boolean {
    const [target, attribute] = itemsOf(args) ?? [];
    if (typeof attribute !== 'string' || target === undefined) return false;
    const builtin = builtinOf(target);
    const isInstance = builtin !== null || (target as { kind?: string } | null)?.kind === 'object';
    const owner = builtin ?? (isInstance ? (target as PickleObject).callee : target);
    if (owner === null || typeof owner !== 'object' || owner.kind !== 'global') return false;
    if (owner.module.length + owner.name.length + attribute.length > LONGEST_WALK) return false;
    this.#use(callee, -1);
    this.importName(owner.module, `${owner.name}.${attribute}`);
    const reached = this.top();
    if (isInstance) this.#ofInstances.add(reached as PickleGlobal);
    return true;
  }

  /** Import of a name that is computed while loading. */
  importComputed(): void {
    const name = 'a name that is computed while loading';
    this.calls.set(name, { ...newCall(name, 'reduce', null, this.at), count: 1, computed: true });
    this.stack.push(this.spend({ kind: 'unknown', what: name }));
  }

  /** Records a reference to something outside of the pickle and pushes it; torch refers to a class with its source text, and gets the class. */
  persist(id: PickleValue): void {
    const persistent: PicklePersistent = { kind: 'persistent', id };
    this.persistents.push(persistent);
    const [tag, type] = itemsOf(id) ?? [];
    const isClass = textOf(tag) === 'module' && globalName(type) !== undefined;
    this.stack.push(isClass && type !== undefined ? type : this.spend(persistent));
  }

  /** Records a call and pushes its result. */
  call(how: PickleCallKind, callee: PickleValue, args: PickleValue, keywords?: PickleValue): void {
    const name = globalName(callee) ?? `the result of ${describeTarget(callee)}`;
    const callable = callableOf(name);
    if (callable.walks && this.#walk(callee, args)) return;
    if (callable.importsByText && this.#importByText(callable.importsByText, callee, args)) return;
    if (callable.loadsBytes && isBytesAlone(args)) this.#use(callee, -1);
    const known = this.calls.get(name);
    const call: PickleCall = known ?? newCall(name, how, args, this.at);
    call.count++;
    call.handed = false;
    if (this.#isComputed(callee) || isMadeWhileLoading(callable, args)) call.computed = true;
    if (how !== 'newobj' && how !== 'newobj-ex') call.constructs = true;
    if (!known) this.calls.set(name, call);
    eachHandedOn(callable, args, keywords, this.looked, (handed, constructs) =>
      noteHanded(this.calls, handed, constructs, this.at),
    );
    const object: PickleObject = { kind: 'object', how, callee, args, offset: this.at };
    if (keywords !== undefined) object.keywords = keywords;
    if (callable.loads) this.#keepLoad(object);
    const bytes = callable.encodes ? this.#encoded(args) : null;
    if (bytes) this.pushBytes(-1, bytes.length, bytes, false);
    else this.stack.push(this.spend(object));
  }

  /** Bytes that were written as text; null for other encodings, and where kept text is encoded again and again, which no writer does. */
  #encoded(args: PickleValue): Uint8Array | null {
    const text = latin1Given(args);
    if (text === null) return null;
    this.#encodedBytes += text.length;
    return this.#encodedBytes <= this.size ? Buffer.from(text, 'latin1') : null;
  }

  #keepLoad(object: PickleObject): void {
    if (++this.#loads <= MOST_LOADS) this.loads.push(object);
    else if (this.#loads === MOST_LOADS + 1) {
      const message = `expected at most ${MOST_LOADS} calls of loaders, found more`;
      this.problems.push(new FormatError('resource-limit', message, this.at));
    }
  }

  /** What another call made is no name that anybody could look up. */
  #isComputed(callee: PickleValue): boolean {
    if (callee === null || typeof callee !== 'object') return false;
    return callee.kind === 'object' || this.#ofInstances.has(callee as PickleGlobal);
  }

  /** `_ufunc_reconstruct('numpy', 'sin')` is the name `numpy.sin`; false where the texts say none, and then it is a call like others. */
  #importByText(nameIn: NonNullable<Callable['importsByText']>, callee: PickleValue, args: PickleValue): boolean {
    const [module, name] = nameIn((itemsOf(args) ?? []).map((item) => textOf(item) ?? '')) ?? ['', ''];
    if (module === '' || name === '' || module.length + name.length > LONGEST_WALK) return false;
    this.#use(callee, -1);
    this.importName(module, name);
    return true;
  }
}
