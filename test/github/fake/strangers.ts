import { at, type Json } from './description.js';

/**
 * Fields that no part of a schema names, as JSON pointers. GitHub's schemas leave objects open, so that a typing error in a
 * request, or an invention of the fake in an answer, would go unseen. Objects without any named field are maps and stay open.
 */
export function strangers(description: Json, schema: Json, json: unknown, pointer = ''): string[] {
  return among(description, [schema], json, pointer);
}

function among(description: Json, schemas: readonly Json[], json: unknown, pointer: string): string[] {
  const parts = schemas.flatMap((schema) => partsOf(description, schema));
  if (Array.isArray(json)) {
    const items = parts.flatMap(({ items: own }) => (own ? [own as Json] : []));
    return items.length === 0 ? [] : json.flatMap((item, at) => among(description, items, item, `${pointer}/${at}`));
  }
  if (typeof json !== 'object' || json === null) return [];
  const named = parts.flatMap(({ properties }) => (properties ? [properties as Json] : []));
  if (named.length === 0) return [];
  // A part that is a map takes any name.
  const isMap = parts.some(({ additionalProperties: more }) => typeof more === 'object' && more !== null);
  return Object.entries(json).flatMap(([key, value]) => {
    const at = `${pointer}/${key}`;
    const own = named.flatMap((properties) => (Object.hasOwn(properties, key) ? [properties[key] as Json] : []));
    if (own.length === 0) return isMap ? [] : [at];
    return among(description, own, value, at);
  });
}

/** The schema itself and all that it is put together from. */
function partsOf(description: Json, schema: Json): Json[] {
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    return partsOf(description, at(description, reference.slice(2).split('/')) as Json);
  }
  const inner = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => (schema[key] ?? []) as Json[]);
  return [schema, ...inner.flatMap((part) => partsOf(description, part))];
}
