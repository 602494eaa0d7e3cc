import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

export type Json = Record<string, unknown>;

/** Where the description stands for the validator; nothing is fetched. */
const ID = 'https://github.test/openapi.json';
let loaded: { description: Json; ajv: Ajv } | undefined;

/** Reads GitHub's description once per process; schemas are compiled when they are first needed. */
export function load(): { description: Json; ajv: Ajv } {
  if (loaded) return loaded;
  const path = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');
  const description = JSON.parse(readFileSync(path, 'utf8')) as Json;
  prepare(description);
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
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

export const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Json | undefined)?.[key], value);

/** The place that a path leads to, through references. */
export function resolve(description: Json, path: string[]): string[] {
  const reference = (at(description, path) as { $ref?: string } | undefined)?.$ref;
  if (reference === undefined) return path;
  return resolve(description, reference.slice(2).split('/'));
}

export function validatorAt(path: readonly string[]): ValidateFunction | undefined {
  const { ajv } = load();
  return ajv.getSchema(
    `${ID}#/${path.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`,
  );
}

export const operationPath = (route: string): string[] => {
  const [method = '', template = ''] = route.split(' ');
  return ['paths', template, method.toLowerCase()];
};
