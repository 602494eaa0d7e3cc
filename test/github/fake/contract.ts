import type { ErrorObject } from 'ajv';
import { at, type Json, load, operationPath, resolve, validatorAt } from './description.js';
import { strangers } from './strangers.js';

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

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
}

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
  return errorsOf([...content, 'schema'], json, where);
}

/** What is wrong with an answer; errors that the description does not list need its general shape. */
export function checkResponse(route: string, status: number, json: unknown): Omit<Violation, 'exchange'>[] {
  const { description } = load();
  const where = `response ${status}`;
  const operation = operationPath(route);
  const place = resolve(description, [...operation, 'responses', String(status)]);
  if (at(description, place) === undefined) {
    if (status < 400) return [{ where, pointer: '', message: 'is no answer of this operation' }];
    return errorsOf(['components', 'schemas', 'basic-error'], json, where, false);
  }
  const schema = [...place, 'content', 'application/json', 'schema'];
  if (at(description, schema) === undefined || json === undefined) return [];
  // Errors carry more than their schemas say, `status` for one.
  return errorsOf(schema, json, where, status < 400);
}

/** What is wrong with the payload of an event, as `pull-request-opened`. */
export function checkEvent(name: string, payload: unknown): Omit<Violation, 'exchange'>[] {
  const schema = ['x-webhooks', name, 'post', 'requestBody', 'content', 'application/json', 'schema'];
  if (at(load().description, schema) === undefined)
    return [{ where: 'event', pointer: '', message: `${name} is not described` }];
  return errorsOf(schema, payload, 'event');
}

/** Fields of the wrong kind, missing ones, and those that the schema does not know. */
function errorsOf(schema: string[], json: unknown, where: string, strict = true): Omit<Violation, 'exchange'>[] {
  const { description } = load();
  const validate = validatorAt(schema);
  const errors = validate && !validate(json) ? (validate.errors ?? []) : [];
  return [
    ...errors.map((error) => ({ where, pointer: error.instancePath, message: wordOf(error) })),
    ...(strict ? strangers(description, at(description, schema) as Json, json) : []).map((pointer) => ({
      where,
      pointer,
      message: "is no field of GitHub's",
    })),
  ];
}

const wordOf = ({ message = 'is invalid', params, keyword }: ErrorObject): string =>
  keyword === 'enum' ? `${message}: ${JSON.stringify((params as { allowedValues: unknown }).allowedValues)}` : message;
const wordsOf = (errors: ErrorObject[] | null | undefined): string => (errors ?? []).map(wordOf).join(', ');
