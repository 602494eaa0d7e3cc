import { joinPaths } from './arithmetic.js';
import type { Value } from './value.js';
import { constant, textOf, textParts, UNKNOWN } from './values.js';

/** Attributes and methods of pathlib paths that are properties: what they are of a known text. */
export function pathAttribute(value: Value, name: string): Value | undefined {
  switch (name) {
    case 'parent':
      return directoryOf(value);
    case 'name':
      return lastPart(value);
    case 'stem':
      return textOf(endWithout(textParts(lastPart(value)) ?? [null], /\.[^.]*$/));
    case 'parents':
      return { kind: 'list', items: [1, 2, 3, 4].map((times) => repeat(value, times)) };
    default:
      return undefined;
  }
}

const repeat = (value: Value, times: number): Value => (times === 0 ? value : repeat(directoryOf(value), times - 1));

/** The text before the last `/`; `..` above a relative path. */
export function directoryOf(value: Value): Value {
  const parts = textParts(value);
  if (parts === undefined) return UNKNOWN;
  const text = parts.map((part) => part ?? '\0').join('');
  const end = text.lastIndexOf('/');
  if (end < 0) return constant(text === '' || text === '..' ? '..' : '');
  if (/(^|\/)\.\.$/.test(text)) return textOf([...parts, '/..']);
  return textOf(
    text
      .slice(0, end)
      .split(/(\0)/)
      .map((part) => (part === '\0' ? null : part)),
  );
}

export function lastPart(value: Value): Value {
  const text = (textParts(value) ?? [null]).map((part) => part ?? '\0').join('');
  return textOf(
    text
      .slice(text.lastIndexOf('/') + 1)
      .split(/(\0)/)
      .map((part) => (part === '\0' ? null : part)),
  );
}

function endWithout(parts: (string | null)[], ending: RegExp): (string | null)[] {
  const last = parts.at(-1);
  return typeof last === 'string' ? [...parts.slice(0, -1), last.replace(ending, '')] : parts;
}

type PathFunction = (values: Value[], receiver: Value) => Value | undefined;

const same: PathFunction = ([value]) => value;
const receiverItself: PathFunction = (_, receiver) => receiver;

/** Functions on paths, by full name; methods of texts stand for those of pathlib paths too. */
export const PATH_FUNCTIONS: Record<string, PathFunction> = {
  'os.path.join': (values) => joinPaths(values),
  'os.path.dirname': ([value]) => (value ? directoryOf(value) : undefined),
  'os.path.basename': ([value]) => (value ? lastPart(value) : undefined),
  'os.path.abspath': same,
  'os.path.realpath': same,
  'os.path.normpath': same,
  'os.path.expanduser': same,
  'os.path.expandvars': same,
  'os.fspath': same,
  'os.getcwd': () => constant(''),
  'os.path.splitext': ([value]) =>
    value && { kind: 'list', items: [textOf(endWithout(textParts(value) ?? [null], /\.[^./]*$/)), UNKNOWN] },
  'pathlib.Path': (values) => (values.length === 0 ? constant('') : joinPaths(values)),
  'pathlib.PurePath': (values) => joinPaths(values),
  'pathlib.Path.cwd': () => constant(''),
  'str.joinpath': (values, receiver) => joinPaths([receiver, ...values]),
  'str.resolve': receiverItself,
  'str.absolute': receiverItself,
  'str.expanduser': receiverItself,
  'str.as_posix': receiverItself,
  'str.with_suffix': ([suffix], receiver) =>
    textOf([...endWithout(textParts(receiver) ?? [null], /\.[^./]*$/), ...(textParts(suffix ?? UNKNOWN) ?? [null])]),
  'str.with_name': ([name], receiver) => joinPaths([directoryOf(receiver), name ?? UNKNOWN]),
};
