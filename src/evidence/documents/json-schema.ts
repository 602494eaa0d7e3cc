import type { ErrorObject, ValidateFunction } from 'ajv';

/** One violation: where in the value, and what is wrong, as "expected X, found Y". */
export interface SchemaProblem {
  path: (string | number)[];
  message: string;
}

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  date: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)),
  uri: (text) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text),
};

/** A checker for one JSON Schema (draft 7). Reports every violation once, in the branch of a choice that fits best. */
export async function compileSchema(schema: object): Promise<(value: unknown) => SchemaProblem[]> {
  const { Ajv } = await import('ajv');
  const ajv = new Ajv({ allErrors: true, strict: false, verbose: true, formats: FORMATS });
  const validate: ValidateFunction = ajv.compile(schema);
  return (value) => (validate(value) ? [] : describeErrors(validate.errors ?? []));
}

function describeErrors(errors: readonly ErrorObject[]): SchemaProblem[] {
  const seen = new Set<string>();
  return bestBranches(errors).flatMap((error) => {
    const problem = { path: stepsOf(error), message: messageOf(error) };
    const key = `${problem.path.join('\n')}\n${problem.message}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [problem];
  });
}

/** Of the alternatives of `anyOf` and `oneOf` only the one with the fewest violations is told; the choice itself is no message. */
function bestBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  let kept = [...errors];
  const choices = errors.filter((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf');
  for (const choice of [...choices].sort((a, b) => b.instancePath.length - a.instancePath.length)) {
    const below = kept.filter((error) => error !== choice && isBelow(error.instancePath, choice.instancePath));
    const branches = groupByBranch(below);
    const groups = [...branches.values()].sort((a, b) => cost(a, choice.instancePath) - cost(b, choice.instancePath));
    const worse = new Set(groups.slice(1).flat());
    kept = kept.filter((error) => !worse.has(error) && (error !== choice || groups.length === 0));
  }
  return kept;
}

function groupByBranch(errors: readonly ErrorObject[]): Map<string, ErrorObject[]> {
  const groups = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    const branch = branchOf(error);
    groups.set(branch, [...(groups.get(branch) ?? []), error]);
  }
  return groups;
}

const isBelow = (path: string, at: string): boolean => path === at || path.startsWith(`${at}/`);

/** The definition or the alternative that an error belongs to. */
const branchOf = (error: ErrorObject): string =>
  /^#\/definitions\/[^/]+(?:\/(?:any|one)Of\/\d+)?/.exec(error.schemaPath)?.[0] ??
  /^.*\/(?:any|one)Of\/\d+/.exec(error.schemaPath)?.[0] ??
  '';

/** A wrong kind of value tells that the alternative was not meant at all; unknown keys weigh more than missing ones. */
const cost = (group: readonly ErrorObject[], at: string): number =>
  group.reduce(
    (sum, error) =>
      sum +
      (error.keyword === 'type' && error.instancePath === at
        ? 100
        : error.keyword === 'required' || error.keyword === 'enum'
          ? 3
          : 2),
    0,
  );

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
      return `${place}: expected text like ${String(error.params['pattern'])}, found ${found}`;
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
