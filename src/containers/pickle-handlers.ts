import { FormatError } from '../bytes/format-error.js';
import { eachPrepared, newCall, noteHanded, preparedInstance } from './pickle-calls.js';
import { isArrayWrapper, namesFile } from './pickle-joblib.js';
import type { Handler, PickleMachine } from './pickle-machine.js';
import { OP } from './pickle-opcodes.js';
import { noteEntry, runByItems, runByState } from './pickle-state.js';
import { parseFloatText, parseInteger, parseLong, parseQuoted, parseRawUnicode } from './pickle-text.js';
import { entryOf, type PickleDict, type PickleValue, textOf } from './pickle-value.js';

const NONE: PickleValue = null;
/** Integers beyond this many bytes are no model's data, and slow to print. */
const MAX_INTEGER_BYTES = 1 << 16;
/** Files beside one pickle. */
const MOST_FILES = 10_000;
const EMPTY: readonly PickleValue[] = [];

/** A double as a value: integral ones must not look like integers. */
const float = (value: number): PickleValue => (Number.isInteger(value) ? { kind: 'float', value } : value);
/** A line without its newline, in Latin-1. */
const line = (bytes: Buffer, start: number, end: number): string => bytes.toString('latin1', start, end - 1);

/** Stands for a number that is not read: whoever loads the pickle goes on behind it, and so do we. */
function tooLong(machine: PickleMachine, bytes: number): PickleValue {
  const message = `expected an integer of at most ${MAX_INTEGER_BYTES} bytes, found ${bytes}`;
  machine.problems.push(new FormatError('resource-limit', message, machine.at));
  return NONE;
}

function pushInteger(machine: PickleMachine, text: string): void {
  machine.push(
    text.length > MAX_INTEGER_BYTES
      ? tooLong(machine, text.length)
      : (parseInteger(text) ??
          machine.fail('invalid-structure', `expected an integer, found ${JSON.stringify(text.slice(0, 40))}`)),
  );
}

function pushLong(machine: PickleMachine, bytes: Buffer, start: number, end: number): void {
  const length = end - start;
  machine.push(length > MAX_INTEGER_BYTES ? tooLong(machine, length) : parseLong(bytes.subarray(start, end)));
}

function pushUtf8(machine: PickleMachine, bytes: Buffer, start: number, end: number): void {
  machine.push(bytes.toString('utf8', start, end));
}

/** INT also spells booleans: `00` and `01`. */
function pushInt(machine: PickleMachine, bytes: Buffer, start: number, end: number): void {
  const text = line(bytes, start, end);
  if (text === '00' || text === '01') machine.push(text === '01');
  else pushInteger(machine, text);
}

function pushFloatText(machine: PickleMachine, bytes: Buffer, start: number, end: number): void {
  const value = parseFloatText(line(bytes, start, end));
  if (value === null) machine.fail('invalid-structure', 'expected a float, found other text');
  machine.push(float(value));
}

/** A string of Python 2: bytes that may be text. */
function pushQuoted(machine: PickleMachine, bytes: Buffer, start: number, end: number): void {
  const content = parseQuoted(line(bytes, start, end), machine.at);
  machine.pushBytes(-1, content.length, content, false);
}

function memoIndex(machine: PickleMachine, bytes: Buffer, start: number, end: number): number {
  const index = parseInteger(line(bytes, start, end));
  if (typeof index !== 'number' || index < 0)
    machine.fail('invalid-structure', 'expected a memo number, found other text');
  return index;
}

/** Module and name on two lines. */
function twoLines(bytes: Buffer, start: number, end: number): [string, string] {
  const split = bytes.indexOf(10, start);
  return [bytes.toString('utf8', start, split), bytes.toString('utf8', split + 1, end - 1)];
}

/** Strings of protocol 0 (`S'os'`) are text to a loader, too, and name modules as well. */
function stackGlobal(machine: PickleMachine): void {
  const name = machine.pop();
  const module = machine.pop();
  if (isComputed(name) || isComputed(module)) machine.importComputed();
  else machine.importName(nameText(machine, module), nameText(machine, name));
}

function nameText(machine: PickleMachine, value: PickleValue): string {
  return textOf(value) ?? machine.fail('invalid-structure', 'expected module and name as strings, found other values');
}

/** A name that a call makes while loading: no writer does it, and no reader can tell what it is. */
const isComputed = (value: PickleValue): boolean =>
  value !== null && typeof value === 'object' && (value.kind === 'object' || value.kind === 'unknown');

function pushTuple(machine: PickleMachine, count: number): void {
  const items: PickleValue[] = new Array(count);
  for (let i = count - 1; i >= 0; i--) items[i] = machine.pop();
  machine.push(machine.spend({ kind: 'tuple', items }));
}

function pushDict(machine: PickleMachine): void {
  const dict: PickleDict = { kind: 'dict', keys: [], values: [] };
  addPairs(machine, dict, machine.popToMark());
  machine.push(machine.spend(dict));
}

function addPairs(machine: PickleMachine, dict: PickleDict, pairs: readonly PickleValue[]): void {
  if (pairs.length % 2 !== 0)
    machine.fail('invalid-structure', `expected keys with values, found ${pairs.length} items`);
  for (let i = 0; i < pairs.length; i += 2) {
    const key = pairs[i] as PickleValue;
    const value = pairs[i + 1] as PickleValue;
    dict.keys.push(key);
    dict.values.push(value);
    noteEntry(dict, key, value);
  }
}

function setItems(machine: PickleMachine, pairs: readonly PickleValue[]): void {
  const target = machine.top();
  if (target !== null && typeof target === 'object') {
    if (target.kind === 'dict') {
      addPairs(machine, target, pairs);
      return;
    }
    if (target.kind === 'object') {
      target.entries ??= { kind: 'dict', keys: [], values: [] };
      addPairs(machine, target.entries, pairs);
    }
  }
  machine.touches.add('setitem', target, machine.at);
}

function appendItems(machine: PickleMachine, items: readonly PickleValue[], how: 'append' | 'additem'): void {
  const target = machine.top();
  if (target !== null && typeof target === 'object') {
    if ((how === 'append' && target.kind === 'list') || (how === 'additem' && target.kind === 'set')) {
      pushAll(target.items, items);
      return;
    }
    if (target.kind === 'object') {
      const run = runByItems(target, how);
      if (run !== null) machine.touches.add('run-state', target, machine.at, run);
      target.items ??= [];
      pushAll(target.items, items);
    }
  }
  machine.touches.add(how, target, machine.at);
}

function pushAll(to: PickleValue[], items: readonly PickleValue[]): void {
  for (const item of items) to.push(item);
}

/** BUILD on the result of a call sets its state; on anything else it sets attributes of a name, which no writer does. */
function build(machine: PickleMachine): void {
  const state = machine.pop();
  const target = machine.top();
  machine.touches.add('build', target, machine.at);
  const run = runByState(target, state);
  if (run !== null) machine.touches.add('run-state', target, machine.at, run);
  if (target === null || typeof target !== 'object' || target.kind !== 'object') return;
  const before = target.state;
  // joblib reads an array behind each of them, of what all of them say together.
  if (before !== undefined && isArrayWrapper(target))
    machine.fail('invalid-structure', 'expected one state of a joblib array, found more');
  eachPrepared(target, state, machine.looked, (handed, constructs) =>
    noteHanded(machine.calls, handed, constructs, machine.at),
  );
  const isDict = (value: PickleValue | undefined): value is PickleDict =>
    value !== null && typeof value === 'object' && value.kind === 'dict';
  if (isDict(before) && isDict(state)) {
    target.state = machine.spend({
      kind: 'dict',
      keys: [...before.keys, ...state.keys],
      values: [...before.values, ...state.values],
    });
  } else target.state = state;
  if (namesFile(target)) noteFile(machine, textOf(entryOf(state, 'filename')));
  if (isArrayWrapper(target)) machine.signal = { kind: 'built', object: target };
}

function noteFile(machine: PickleMachine, name: string | undefined): void {
  if (machine.files.length >= MOST_FILES)
    machine.fail('resource-limit', `expected at most ${MOST_FILES} files beside the pickle, found more`);
  machine.files.push({ name, offset: machine.at });
}

function callObj(machine: PickleMachine): void {
  const [callee, ...args] = machine.popToMark();
  if (callee === undefined) machine.fail('invalid-structure', 'expected a class after the mark, found none');
  machine.call('obj', callee, machine.spend({ kind: 'tuple', items: args }));
}

function callInst(machine: PickleMachine, bytes: Buffer, start: number, end: number): void {
  const args = machine.popToMark();
  machine.importName(...twoLines(bytes, start, end));
  machine.call('inst', machine.pop(), machine.spend({ kind: 'tuple', items: args }));
}

function callNewobjEx(machine: PickleMachine): void {
  const keywords = machine.pop();
  const args = machine.pop();
  machine.call('newobj-ex', machine.pop(), args, keywords);
}

function callPopped(machine: PickleMachine, how: 'reduce' | 'newobj'): void {
  const args = machine.pop();
  const callee = machine.pop();
  const prepared = how === 'reduce' ? preparedInstance(callee, args) : null;
  if (prepared) machine.call('newobj-ex', ...prepared);
  else machine.call(how, callee, args);
}

function pushExtension(machine: PickleMachine, code: number): void {
  const what = `extension ${code}`;
  if (!machine.calls.has(what)) machine.calls.set(what, { ...newCall(what, 'reduce', null, machine.at), count: 1 });
  machine.push({ kind: 'unknown', what });
}

function startFrame(machine: PickleMachine, bytes: Buffer, start: number): void {
  const length = bytes.readUInt32LE(start + 4) * 2 ** 32 + bytes.readUInt32LE(start);
  machine.enterFrame(machine.base + start + 8 + length);
}

function setProtocol(machine: PickleMachine, version: number): void {
  if (version > 5) machine.fail('unsupported', `expected a pickle protocol up to 5, found ${version}`);
  machine.protocol = version;
}

const HANDLER_LIST: readonly (readonly [number, Handler])[] = [
  [OP.MARK, (m) => m.mark()],
  [OP.STOP, (m) => (m.signal = { kind: 'stop', value: m.pop() })],
  [OP.POP, (m) => m.discard()],
  [OP.POP_MARK, (m) => m.popToMark()],
  [OP.DUP, (m) => m.duplicate()],
  [OP.FLOAT, pushFloatText],
  [OP.INT, pushInt],
  [OP.BININT, (m, b, s) => m.push(b.readInt32LE(s))],
  [OP.BININT1, (m, b, s) => m.push(b[s] as number)],
  [OP.LONG, (m, b, s, e) => pushInteger(m, line(b, s, e))],
  [OP.BININT2, (m, b, s) => m.push(b.readUInt16LE(s))],
  [OP.NONE, (m) => m.push(NONE)],
  [OP.PERSID, (m, b, s, e) => m.persist(b.toString('utf8', s, e - 1))],
  [OP.BINPERSID, (m) => m.persist(m.pop())],
  [OP.REDUCE, (m) => callPopped(m, 'reduce')],
  [OP.STRING, pushQuoted],
  [OP.BINSTRING, (m, b, s, e) => m.pushRange(b, s, e, false)],
  [OP.SHORT_BINSTRING, (m, b, s, e) => m.pushRange(b, s, e, false)],
  [OP.UNICODE, (m, b, s, e) => m.push(parseRawUnicode(line(b, s, e)))],
  [OP.BINUNICODE, pushUtf8],
  [OP.APPEND, (m) => appendItems(m, [m.pop()], 'append')],
  [OP.BUILD, build],
  [OP.GLOBAL, (m, b, s, e) => m.importName(...twoLines(b, s, e))],
  [OP.DICT, pushDict],
  [OP.EMPTY_DICT, (m) => m.push(m.spend({ kind: 'dict', keys: [], values: [] }))],
  [OP.APPENDS, (m) => appendItems(m, m.popToMark(), 'append')],
  [OP.GET, (m, b, s, e) => m.recall(memoIndex(m, b, s, e))],
  [OP.BINGET, (m, b, s) => m.recall(b[s] as number)],
  [OP.INST, callInst],
  [OP.LONG_BINGET, (m, b, s) => m.recall(b.readUInt32LE(s))],
  [OP.LIST, (m) => m.push(m.spend({ kind: 'list', items: m.popToMark() }))],
  [OP.EMPTY_LIST, (m) => m.push(m.spend({ kind: 'list', items: [] }))],
  [OP.OBJ, callObj],
  [OP.PUT, (m, b, s, e) => m.memoize(memoIndex(m, b, s, e))],
  [OP.BINPUT, (m, b, s) => m.memoize(b[s] as number)],
  [OP.LONG_BINPUT, (m, b, s) => m.memoize(b.readUInt32LE(s))],
  [
    OP.SETITEM,
    (m) => {
      const value = m.pop();
      setItems(m, [m.pop(), value]);
    },
  ],
  [OP.TUPLE, (m) => m.push(m.spend({ kind: 'tuple', items: m.popToMark() }))],
  [OP.EMPTY_TUPLE, (m) => m.push(m.spend({ kind: 'tuple', items: EMPTY }))],
  [OP.SETITEMS, (m) => setItems(m, m.popToMark())],
  [OP.BINFLOAT, (m, b, s) => m.push(float(b.readDoubleBE(s)))],
  [OP.PROTO, (m, b, s) => setProtocol(m, b[s] as number)],
  [OP.NEWOBJ, (m) => callPopped(m, 'newobj')],
  [OP.EXT1, (m, b, s) => pushExtension(m, b[s] as number)],
  [OP.EXT2, (m, b, s) => pushExtension(m, b.readUInt16LE(s))],
  [OP.EXT4, (m, b, s) => pushExtension(m, b.readInt32LE(s))],
  [OP.TUPLE1, (m) => pushTuple(m, 1)],
  [OP.TUPLE2, (m) => pushTuple(m, 2)],
  [OP.TUPLE3, (m) => pushTuple(m, 3)],
  [OP.NEWTRUE, (m) => m.push(true)],
  [OP.NEWFALSE, (m) => m.push(false)],
  [OP.LONG1, pushLong],
  [OP.LONG4, pushLong],
  [OP.BINBYTES, (m, b, s, e) => m.pushRange(b, s, e, false)],
  [OP.SHORT_BINBYTES, (m, b, s, e) => m.pushRange(b, s, e, false)],
  [OP.SHORT_BINUNICODE, pushUtf8],
  [OP.BINUNICODE8, pushUtf8],
  [OP.BINBYTES8, (m, b, s, e) => m.pushRange(b, s, e, false)],
  [OP.EMPTY_SET, (m) => m.push(m.spend({ kind: 'set', items: [], frozen: false }))],
  [OP.ADDITEMS, (m) => appendItems(m, m.popToMark(), 'additem')],
  [OP.FROZENSET, (m) => m.push(m.spend({ kind: 'set', items: m.popToMark(), frozen: true }))],
  [OP.NEWOBJ_EX, callNewobjEx],
  [OP.STACK_GLOBAL, stackGlobal],
  [OP.MEMOIZE, (m) => m.memoize(m.memo.size)],
  [OP.FRAME, startFrame],
  [OP.BYTEARRAY8, (m, b, s, e) => m.pushRange(b, s, e, true)],
  [OP.NEXT_BUFFER, (m) => m.push({ kind: 'unknown', what: 'an out-of-band buffer' })],
  [OP.READONLY_BUFFER, (m) => m.top()],
];

/** Handler of every opcode, by byte. */
export const HANDLERS: readonly (Handler | undefined)[] = (() => {
  const table: (Handler | undefined)[] = new Array(256).fill(undefined);
  for (const [opcode, handler] of HANDLER_LIST) table[opcode] = handler;
  return table;
})();
