import { append } from '../bytes/append.js';
import { once } from '../bytes/once.js';
import { isObject, type Json, type JsonObject } from '../containers/json-document.js';
import layerClasses from './keras-layers.json' with { type: 'json' };
import optimizers from './keras-optimizers.json' with { type: 'json' };
import variables from './keras-variables.json' with { type: 'json' };

/** A variable of a layer class. */
export interface VariableName {
  name: string;
  isTrainable: boolean;
}

/** Variables of layer classes in the order in which they are stored; `name?flag` exists where the configuration sets the flag. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = variables;
/** Slots of optimizers, one list a round through the variables; `#name` is one scalar. */
const SLOTS: Readonly<Record<string, readonly (readonly string[])[]>> = optimizers;
const bySnake = (names: readonly string[]) => once(() => new Map(names.map((name) => [snakeCase(name), name])));
const layerBySnake = bySnake([...layerClasses, 'Optimizer']);
const optimizerBySnake = bySnake(Object.keys(SLOTS));
/** Variables that training does not change by gradients. */
const NOT_TRAINED = /^(?:moving_|renorm_|mean$|variance$|count$|vector_u$|real_kernel$|imag_kernel$)/;

/** How Keras makes the name of a group or of an unnamed layer of its class. */
export function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

const withoutNumber = (name: string): string => name.replace(/_\d+$/, '');

/** Layer class that `dense_12` was named for; undefined where it is none of Keras. */
export const layerClassOf = (name: string): string | undefined =>
  layerBySnake().get(name) ?? layerBySnake().get(withoutNumber(name));

export const optimizerClassOf = (name: string): string | undefined =>
  optimizerBySnake().get(name) ?? optimizerBySnake().get(withoutNumber(name));

/**
 * Names of the `count` variables that a layer of a class has. Null where the class is unknown or the count does not fit:
 * a wrong name would be worse than none.
 */
export function variableNames(
  className: string | undefined,
  config: JsonObject | undefined,
  count: number,
): VariableName[] | null {
  const entries = className !== undefined && Object.hasOwn(VARIABLES, className) ? VARIABLES[className] : undefined;
  if (!entries) return null;
  const parsed = entries.map(parseEntry);
  const chosen = config
    ? parsed.filter(({ flag }) => flag === null || isSet(config, flag))
    : withoutConfig(parsed, count);
  if (!chosen || chosen.length !== count) return null;
  return chosen.map(({ name }) => ({ name, isTrainable: !NOT_TRAINED.test(name) }));
}

interface Entry {
  name: string;
  flag: string | null;
}

const parseEntry = (entry: string): Entry => {
  const [name = '', flag] = entry.split('?');
  return { name, flag: flag ?? null };
};

/** Flags that say so when a configuration does not: `use_bias`, `scale` and `center` are on, the others off. */
const ON_BY_DEFAULT = new Set(['use_bias', 'scale', 'center']);

function isSet(config: JsonObject, flag: string): boolean {
  const isNegated = flag.startsWith('!');
  const value: Json | undefined = config[isNegated ? flag.slice(1) : flag];
  if (flag === 'score_mode') return value === 'concat';
  const truth = value === undefined ? ON_BY_DEFAULT.has(flag) : value !== false && value !== null && value !== 0;
  return isNegated ? !truth : truth;
}

/** Without a configuration the count decides, where only one choice has it. */
function withoutConfig(entries: Entry[], count: number): Entry[] | null {
  const usual = entries.filter(({ flag }) => flag === null || ON_BY_DEFAULT.has(flag) || flag === 'bias_axes');
  const least = entries.filter(({ flag }) => flag === null);
  return [usual, least, entries].find(({ length }) => length === count) ?? null;
}

/** A variable of an optimizer: a slot of a model's variable (by index) or one of its own. */
export type OptimizerVariable = { suffix: string; variable: number } | { suffix: string; variable: null };

/** Variables of an optimizer over `trained` variables, in the order in which they are stored; null where the class is unknown or the count does not fit. */
export function optimizerVariables(
  className: string | undefined,
  config: JsonObject | undefined,
  trained: number,
  count: number,
): OptimizerVariable[] | null {
  const rounds = className !== undefined && Object.hasOwn(SLOTS, className) ? SLOTS[className] : undefined;
  if (!rounds) return null;
  const scheduled = config !== undefined && isObject(config['learning_rate']);
  // Without a configuration both are tried: a schedule leaves out the learning rate.
  const heads = config
    ? [scheduled ? ['iteration'] : ['iteration', 'learning_rate']]
    : [['iteration', 'learning_rate'], ['iteration']];
  for (const head of heads) {
    for (const slots of slotChoices(rounds, config)) {
      const all = head.map((suffix): OptimizerVariable => ({ suffix, variable: null }));
      for (const round of slots) append(all, roundOf(round, trained));
      if (all.length === count) return all;
    }
  }
  return null;
}

function roundOf(round: readonly string[], trained: number): OptimizerVariable[] {
  const [first = ''] = round;
  if (first.startsWith('#')) return [{ suffix: first.slice(1), variable: null }];
  return Array.from({ length: trained }, (_, variable) => round.map((suffix) => ({ suffix, variable }))).flat();
}

/** The rounds that a configuration asks for; without one, all choices from the fewest on. */
function slotChoices(rounds: readonly (readonly string[])[], config: JsonObject | undefined): string[][][] {
  const own = rounds.map((round) => round.map(parseEntry));
  const chosen = (test: (flag: string) => boolean): string[][] =>
    own
      .map((round) => round.filter(({ flag }) => flag === null || test(flag)).map(({ name }) => name))
      .filter((round) => round.length > 0);
  if (!config) return [chosen(() => false), chosen(() => true)];
  const before: string[][] = [];
  if (isSet(config, 'use_ema')) before.push(['average']);
  const steps = config['gradient_accumulation_steps'];
  if (typeof steps === 'number' && steps > 1) before.push(['gradient_accumulator']);
  return [[...before, ...chosen((flag) => isSet(config, flag))]];
}
