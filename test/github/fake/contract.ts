import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** Something said over the wire that GitHub's OpenAPI description does not allow. */
export interface Violation {
  /** As `POST /repos/octo/model/releases`. */
  exchange: string;
  /** `request body`, `query`, `path`, `response 201`. */
  where: string;
  /** JSON pointer into it. */
  pointer: string;
  message: string;
}

type Json = Record<string, unknown>;
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
}

const ID = 'https://github.test/openapi.json';
let loaded: { description: Json; ajv: Ajv } | undefined;

/** Reads the description once per process; schemas are compiled when they are first needed. */
function load(): { description: Json; ajv: Ajv } {
  if (loaded) return loaded;
  const path = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');
  const description = JSON.parse(readFileSync(path, 'utf8')) as Json;
  prepare(description);
  // Queries are text, so that numbers and booleans are read from it.
  const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false, validateFormats: true, logger: false });
  formats.default(ajv);
  ajv.addSchema({ $id: ID, ...description });
  loaded = { description, ajv };
  return loaded;
}

/** Makes JSON Schema of OpenAPI 3.0, and takes up what GitHub says in prose only. */
function prepare(description: Json): void {
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const schema = value as Json;
    if (schema['nullable'] === true) allowNull(schema);
    for (const [key, child] of Object.entries(schema)) if (key !== 'example' && key !== 'examples') visit(child);
  };
  visit(at(description, ['components', 'schemas']));
  visit(description['paths']);
  visit(description['x-webhooks']);
  // "This may leave an empty asset with a state of `starter`": the list of states does not have it.
  (at(description, ['components', 'schemas', 'release-asset', 'properties', 'state', 'enum']) as string[]).push(
    'starter',
  );
}

function allowNull(schema: Json): void {
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(null)) schema['enum'].push(null);
  if (typeof schema['type'] === 'string') return;
  delete schema['nullable'];
  for (const key of ['oneOf', 'anyOf']) {
    if (Array.isArray(schema[key])) (schema[key] as unknown[]).push({ type: 'null' });
  }
  if (Array.isArray(schema['allOf'])) {
    schema['anyOf'] = [{ allOf: schema['allOf'] }, { type: 'null' }];
    delete schema['allOf'];
  }
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Json | undefined)?.[key], value);

/** The place that a path leads to, through references. */
function resolve(description: Json, path: string[]): string[] {
  const reference = (at(description, path) as { $ref?: string } | undefined)?.$ref;
  if (reference === undefined) return path;
  return resolve(description, reference.slice(2).split('/'));
}

function validatorAt(path: readonly string[]): ValidateFunction | undefined {
  const { ajv } = load();
  return ajv.getSchema(
    `${ID}#/${path.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`,
  );
}

const operationPath = (route: string): string[] => {
  const [method = '', template = ''] = route.split(' ');
  return ['paths', template, method.toLowerCase()];
};

export const isDescribed = (route: string): boolean => at(load().description, operationPath(route)) !== undefined;

/** What is wrong with a request that came to a route. */
export function checkRequest(
  route: string,
  request: { path: Record<string, string>; query: URLSearchParams; json: unknown; contentType: string },
): Omit<Violation, 'exchange'>[] {
  const { description } = load();
  const operation = operationPath(route);
  if (at(description, operation) === undefined) {
    return [{ where: 'path', pointer: '', message: `GitHub's description has no ${route}` }];
  }
  return [
    ...checkParameters(description, operation, request.path, request.query),
    ...checkBody(description, operation, request.json, request.contentType),
  ];
}

function checkParameters(
  description: Json,
  operation: string[],
  path: Record<string, string>,
  query: URLSearchParams,
): Omit<Violation, 'exchange'>[] {
  const found: Omit<Violation, 'exchange'>[] = [];
  const known = new Set<string>();
  for (const index of Object.keys((at(description, [...operation, 'parameters']) ?? []) as object)) {
    const place = resolve(description, [...operation, 'parameters', index]);
    const parameter = at(description, place) as Parameter;
    if (parameter.in !== 'query' && parameter.in !== 'path') continue;
    if (parameter.in === 'query') known.add(parameter.name);
    const value = parameter.in === 'query' ? query.get(parameter.name) : (path[parameter.name] ?? null);
    const pointer = `/${parameter.name}`;
    if (value === null) {
      if (parameter.required === true) found.push({ where: parameter.in, pointer, message: 'is required' });
      continue;
    }
    const validate = validatorAt([...place, 'schema']);
    if (validate && !validate(value) && !validate(asValue(value))) {
      found.push({ where: parameter.in, pointer, message: `${value}: ${wordsOf(validate.errors)}` });
    }
  }
  for (const name of query.keys()) {
    if (!known.has(name))
      found.push({ where: 'query', pointer: `/${name}`, message: 'is no parameter of this operation' });
  }
  return found;
}

/** A parameter as the number or truth value that its text may stand for. */
function asValue(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?\d+$/.test(value) ? Number(value) : value;
}

function checkBody(
  description: Json,
  operation: string[],
  json: unknown,
  contentType: string,
): Omit<Violation, 'exchange'>[] {
  const where = 'request body';
  const body = resolve(description, [...operation, 'requestBody']);
  const content = [...body, 'content', 'application/json'];
  const schema = at(description, [...content, 'schema']) as Json | undefined;
  if (json === undefined || json === null) {
    const isRequired = at(description, [...body, 'required']) === true && schema !== undefined;
    return isRequired ? [{ where, pointer: '', message: 'is required' }] : [];
  }
  if (schema === undefined) return [{ where, pointer: '', message: 'is not expected by this operation' }];
  if (!contentType.includes('json'))
    return [{ where, pointer: '', message: `has the type ${contentType}, expected application/json` }];
  return [
    ...errorsOf(validatorAt([...content, 'schema']), json, where),
    ...unknownKeys(schema, json).map((key) => ({
      where,
      pointer: `/${key}`,
      message: 'is no field of this operation',
    })),
  ];
}

/** GitHub ignores fields that it does not know, so that a typing error would go unseen. */
function unknownKeys(schema: Json, json: unknown): string[] {
  const properties = schema['properties'] as Json | undefined;
  if (properties === undefined || schema['additionalProperties'] || typeof json !== 'object' || json === null)
    return [];
  // Variants of a request list fields of their own.
  const variants = [...((schema['oneOf'] ?? []) as Json[]), ...((schema['anyOf'] ?? []) as Json[])];
  const known = new Set(
    [properties, ...variants.map((variant) => (variant['properties'] ?? {}) as Json)].flatMap(Object.keys),
  );
  return Object.keys(json).filter((key) => !known.has(key));
}

/** What is wrong with an answer; errors that the description does not list need its general shape. */
export function checkResponse(route: string, status: number, json: unknown): Omit<Violation, 'exchange'>[] {
  const { description } = load();
  const where = `response ${status}`;
  const operation = operationPath(route);
  const place = resolve(description, [...operation, 'responses', String(status)]);
  if (at(description, place) === undefined) {
    if (status < 400) return [{ where, pointer: '', message: 'is no answer of this operation' }];
    return errorsOf(validatorAt(['components', 'schemas', 'basic-error']), json, where);
  }
  const schema = [...place, 'content', 'application/json', 'schema'];
  if (at(description, schema) === undefined || json === undefined) return [];
  return errorsOf(validatorAt(schema), json, where);
}

/** What is wrong with the payload of an event, as `pull-request-opened`. */
export function checkEvent(name: string, payload: unknown): Omit<Violation, 'exchange'>[] {
  const schema = ['x-webhooks', name, 'post', 'requestBody', 'content', 'application/json', 'schema'];
  if (at(load().description, schema) === undefined)
    return [{ where: 'event', pointer: '', message: `${name} is not described` }];
  return errorsOf(validatorAt(schema), payload, 'event');
}

function errorsOf(validate: ValidateFunction | undefined, json: unknown, where: string): Omit<Violation, 'exchange'>[] {
  if (!validate || validate(json)) return [];
  return (validate.errors ?? []).map((error) => ({ where, pointer: error.instancePath, message: wordOf(error) }));
}

const wordOf = ({ message = 'is invalid', params, keyword }: ErrorObject): string =>
  keyword === 'enum' ? `${message}: ${JSON.stringify((params as { allowedValues: unknown }).allowedValues)}` : message;
const wordsOf = (errors: ErrorObject[] | null | undefined): string => (errors ?? []).map(wordOf).join(', ');
