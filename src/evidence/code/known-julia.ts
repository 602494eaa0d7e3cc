import { joinPaths } from './arithmetic.js';
import type { Machine } from './machine.js';
import { directoryOf, lastPart } from './paths.js';
import type { CallEvent, Value } from './value.js';
import { argument, constant, knownText, textOf, textParts, UNKNOWN } from './values.js';

type Known = (event: CallEvent, machine: Machine) => Value | undefined;

const first = (event: CallEvent): Value => event.positional[0] ?? UNKNOWN;

/** A file that is included runs in the place of the call. */
const include: Known = (event, machine) => {
  const path = knownText(first(event));
  const module = path === undefined ? undefined : machine.surroundings.resolve(event.module, path, 0);
  if (module !== undefined && !event.dormant)
    for (const [name, value] of machine.load(module).names) event.scope.names.set(name, value);
  return constant(null);
};

/** Functions of Julia whose results are known, by name. */
export const KNOWN_IN_JULIA: Record<string, Known> = {
  joinpath: (event) => joinPaths(event.positional),
  string: (event) => textOf(event.positional.flatMap((value) => textParts(value) ?? [null])),
  dirname: (event) => directoryOf(first(event)),
  basename: (event) => lastPart(first(event)),
  abspath: first,
  pwd: () => constant(''),
  '@__DIR__': (event) => directoryOf(constant(event.module.path)),
  include,
  time: (event) => ({ kind: 'dynamic', source: event.path }),
  get: (event) =>
    event.positional[0]?.kind === 'external' && event.positional[0].path === 'ENV' ? argument(event, 2) : undefined,
};
