import type { ErrorObject, ValidateFunction } from 'ajv';
import { oncePer } from '../../bytes/once-per.js';

/** One violation: where in the value, and what is wrong, as "expected X, found Y". */
export interface SchemaProblem {
  path: (string | number)[];
  message: string;
}

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  date: isDate,
  uri: (text) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text),
};

/** A day that the calendar has. */
function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Every violation of a schema; none where the value is valid. */
type Check = (value: unknown) => SchemaProblem[];

/** Compiles a part of the same schema. */
type Compile = (part: object) => ValidateFunction;

/** A checker for one JSON Schema (draft 7), made once. Reports every violation once, in the branch of a choice that fits best. */
export const compileSchema = oncePer(async (schema: { definitions?: object }): Promise<Check> => {
  const { Ajv } = await import('ajv');
  const ajv = new Ajv({ allErrors: true, strict: false, verbose: true, formats: FORMATS });
  const validate: ValidateFunction = ajv.compile(schema);
  const compile: Compile = oncePer((part) => ajv.compile({ definitions: schema.definitions ?? {}, allOf: [part] }));
  return (value) => {
    const errors = validate(value) ? [] : (validate.errors ?? []);
    const seen = new Set<string>();
    return bestBranches(errors, compile)
      .map((error) => ({ path: stepsOf(error), message: messageOf(error) }))
      .filter(({ path, message }) => {
        const key = JSON.stringify([path, message]);
        return !seen.has(key) && seen.add(key);
      });
  };
});

/**
 * Of the alternatives of `anyOf` and `oneOf` only the one that fits best is told. Validators mix the violations of all
 * of them, so each alternative is tried again alone.
 */
function bestBranches(errors: readonly ErrorObject[], compile: Compile): ErrorObject[] {
  const choices = errors.filter((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf');
  const outer = choices.filter((choice) => !choices.some((other) => isAbove(other, choice)));
  const rest = errors.filter(
    (error) => !outer.some((choice) => choice === error || isBelow(error.instancePath, choice.instancePath)),
  );
  return [...withoutDoubles(rest), ...outer.flatMap((choice) => bestAlternative(choice, compile))];
}

function bestAlternative(choice: ErrorObject, compile: Compile): ErrorObject[] {
  const tried = (choice.schema as object[]).map((alternative) => {
    const validate = compile(alternative);
    return validate(choice.data) ? [choice] : bestBranches(validate.errors ?? [], compile);
  });
  const [best = []] = tried.sort((a, b) => cost(a) - cost(b));
  return best.map((error) =>
    error === choice ? error : { ...error, instancePath: choice.instancePath + error.instancePath },
  );
}

/** A text that does not look like a date is not told a second time to be none. */
const withoutDoubles = (errors: readonly ErrorObject[]): ErrorObject[] =>
  errors.filter(
    (error) =>
      error.keyword !== 'format' ||
      !errors.some((other) => other.keyword === 'pattern' && other.instancePath === error.instancePath),
  );

const isBelow = (path: string, at: string): boolean => path === at || path.startsWith(`${at}/`);
const isAbove = (a: ErrorObject, b: ErrorObject): boolean =>
  a.instancePath !== b.instancePath && isBelow(b.instancePath, a.instancePath);

/** How far a value is from an alternative: a wrong kind of value was not meant for it at all. */
const cost = (errors: readonly ErrorObject[]): number =>
  errors.reduce((sum, error) => sum + (error.keyword === 'type' && error.instancePath === '' ? 100 : 1), 0);

/** Path of the value, or of the key that should not be there. */
function stepsOf(error: ErrorObject): (string | number)[] {
  const steps = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')));
  return error.keyword === 'additionalProperties' ? [...steps, String(error.params['additionalProperty'])] : steps;
}

function messageOf(error: ErrorObject): string {
  const place = placeOf(stepsOf(error));
  const found = shown(error.data);
  switch (error.keyword) {
    case 'additionalProperties':
      return `${placeOf(stepsOf(error).slice(0, -1)) || 'the file'}: expected only known keys, found "${String(error.params['additionalProperty'])}"`;
    case 'required':
      return `${place === '' ? '' : `${place}: `}expected the key "${String(error.params['missingProperty'])}", found none`;
    case 'type':
      return `${place}: expected ${named(String(error.params['type']))}, found ${found}`;
    case 'enum':
    case 'const':
      return `${place}: expected ${choice(error.schema)}, found ${found}`;
    case 'pattern':
      return `${place}: expected ${likeness(String(error.params['pattern']))}, found ${found}`;
    case 'format':
      return `${place}: expected a valid ${String(error.params['format'])}, found ${found}`;
    case 'minLength':
    case 'minItems':
      return `${place}: expected content, found none`;
    case 'uniqueItems':
      return `${place}: expected different items, found item ${Number(error.params['j']) + 1} again as item ${Number(error.params['i']) + 1}`;
    default:
      return `${place}: ${error.message ?? 'invalid'}`;
  }
}

/** Patterns in words that people know, where they are frequent. */
function likeness(pattern: string): string {
  const literal = /^\^((?:[\w ]|\\\.)+)\$$/.exec(pattern)?.[1];
  if (literal !== undefined) return literal.replaceAll('\\.', '.');
  if (pattern.includes('orcid')) return 'https://orcid.org/ and four groups of digits';
  if (pattern.startsWith('^10\\.')) return 'a DOI that begins with 10.';
  if (pattern.includes('[0-9]{4}-(0[1-9]')) return 'a date YYYY-MM-DD';
  if (pattern.includes('https|http')) return 'an address that begins with https://';
  return `text like ${pattern}`;
}

const placeOf = (steps: readonly (string | number)[]): string =>
  steps.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');

const named = (type: string): string =>
  ({ object: 'a map', array: 'a list', string: 'text', number: 'a number' })[type] ?? type;

function choice(schema: unknown): string {
  const options = Array.isArray(schema) ? schema.map(String) : [String(schema)];
  return options.length > 12
    ? `one of ${options.length} listed identifiers`
    : options.length === 1
      ? options[0]!
      : `one of ${options.join(', ')}`;
}

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
