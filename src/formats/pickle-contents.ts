import { byBytes } from '../bytes/order.js';
import type { Pickle, PickleCall, PickleTouch, PickleValue } from '../containers/pickle.js';
import type { Contents } from './format.js';
import { addOnce, addProblem, type Place } from './problems.js';
import dataNames from './python-data-names.json' with { type: 'json' };
import { plainValue } from './python-facts.js';

const DATA_NAMES = new Set(dataNames);
const PYTHON_2 = /^(__builtin__|copy_reg)\./;
/** Results of these are tensors and arrays: no loader fills them like a container (CVE-2026-24747). */
const TENSOR = /^(torch\._utils\._rebuild_|torch\._tensor\.|numpy\.)/;
const LONGEST_NOTE = 80;

/**
 * Adds what loading a pickle imports and calls to the contents of its file: every name to `globals`, one observation for
 * each callable and for each value that something is set on although it is no container, and everything that was wrong.
 */
export function addPickle(contents: Contents, pickle: Pickle, where: Place = {}): void {
  addPickles(contents, [pickle], where);
}

/** The same for pickles that lie behind each other: a hostile file holds a hundred thousand, each with a name of its own. */
export function addPickles(contents: Contents, pickles: readonly Pickle[], where: Place = {}): void {
  const names = new Set(contents.globals);
  for (const { globals, resolved } of pickles)
    for (const name of globals.keys()) if (!resolved.has(name)) names.add(name);
  contents.globals = [...names].sort(byBytes);
  for (const pickle of pickles) addDeeds(contents, pickle, where);
}

function addDeeds(contents: Contents, pickle: Pickle, where: Place): void {
  for (const call of pickle.calls) {
    const times = call.count > 1 ? ` and ${call.count - 1} more` : '';
    addOnce(
      contents,
      {
        kind: 'callable',
        code: codeOf(call),
        message: `loading ${call.handed ? 'hands on' : 'calls'} ${call.name}${notes(call.args)}${times}`,
        name: call.name,
        offset: call.offset,
      },
      where,
    );
  }
  for (const [name, offset] of pickle.walks)
    addOnce(
      contents,
      { kind: 'callable', code: 'attribute-walk', message: `loading goes by attributes to ${name}`, name, offset },
      where,
    );
  for (const { name, offset } of pickle.files)
    addOnce(
      contents,
      name === undefined
        ? {
            kind: 'unread',
            code: 'invalid-structure',
            message: 'expected the name of a file, found something else',
            offset,
          }
        : { kind: 'external', code: 'external-reference', message: `loading opens the file "${name}"`, name, offset },
      where,
    );
  for (const touch of pickle.touches) addTouch(contents, touch, where);
  for (const problem of pickle.problems) addProblem(contents, problem, where);
}

function codeOf({ computed, constructs, handed }: PickleCall): string {
  if (computed) return 'computed-call';
  if (handed) return 'handed-call';
  return constructs ? 'global-call' : 'object-made';
}

/** Instances may be filled and given a state; names must not be, and tensors are memory that no loader checks when it is written. */
function addTouch(contents: Contents, touch: PickleTouch, where: Place): void {
  const { how, target, targetKind, attribute, offset } = touch;
  if (how === 'run-state') {
    const name = `${target}.${attribute}`;
    const message = `loading runs what the state of ${target} holds as ${attribute}`;
    addOnce(contents, { kind: 'callable', code: 'run-state', message, name, offset }, where);
    return;
  }
  if (targetKind === 'object') {
    if (how === 'build' || !TENSOR.test(target)) return;
    addOnce(
      contents,
      {
        kind: 'malformed',
        code: 'set-on-tensor',
        message: `expected a container for ${how}, found what ${target} makes`,
        name: target,
        offset,
      },
      where,
    );
    return;
  }
  const isName = targetKind === 'global';
  const message = `expected a container for ${how}, found ${target}`;
  addOnce(
    contents,
    {
      kind: isName ? 'callable' : 'malformed',
      code: isName ? 'set-on-global' : 'invalid-structure',
      message,
      name: target,
      offset,
    },
    where,
  );
}

/** Arguments that are plain values, as a short note. */
function notes(args: PickleValue): string {
  const plain = plainValue(args);
  if (plain === undefined || plain === null) return '';
  const text = JSON.stringify(plain).slice(1, -1);
  return text === '' ? '' : ` with ${text.length > LONGEST_NOTE ? `${text.slice(0, LONGEST_NOTE)}…` : text}`;
}

/** True where every name is a constructor of plain data: Python's own value types and NumPy's arrays. */
export const isPlainData = (names: Iterable<string>): boolean => [...names].every(isDataName);

function isDataName(name: string): boolean {
  const modern = PYTHON_2.test(name)
    ? name.replace('__builtin__.', 'builtins.').replace('copy_reg.', 'copyreg.')
    : name;
  return DATA_NAMES.has(modern);
}

/** True where a call has no name that a reader could look up: extension codes, results of results. */
export const hasUnnamedCalls = (pickles: readonly Pickle[]): boolean =>
  pickles.some(({ calls, globals }) => calls.some(({ name }) => !globals.has(name)));
