import { isObject, type Json } from '../containers/json-document.js';

/** Records, by name, as they were first described. */
export type AvroTypes = Map<string, Json>;

const NUMBERS = { int: 'int32', long: 'int64', float: 'float32', double: 'float64' } as const;
type NumberType = (typeof NUMBERS)[keyof typeof NUMBERS];

/** dtype of numbers, also in lists of lists; null where a type stands for something else. */
export function avroNumber(type: Json | undefined, types: AvroTypes): NumberType | null {
  let inner = resolve(type, types);
  for (let depth = 0; depth < 32 && isObject(inner); depth++) {
    if (inner['type'] === 'array') inner = resolve(inner['items'], types);
    else if (typeof inner['type'] === 'string' && Object.hasOwn(NUMBERS, inner['type'])) inner = inner['type'];
    else return null;
  }
  return typeof inner === 'string' && Object.hasOwn(NUMBERS, inner) ? NUMBERS[inner as keyof typeof NUMBERS] : null;
}

/** Type of an item, of a value of a map, of a field, or of the branch of a union that a key names. */
export function avroChild(type: Json | undefined, key: string | number, types: AvroTypes): Json {
  const outer = resolve(type, types);
  if (Array.isArray(outer)) return outer.find((branch) => nameOf(branch) === key) ?? null;
  if (!isObject(outer)) return null;
  if (outer['type'] === 'array') return outer['items'] ?? null;
  if (outer['type'] === 'map') return outer['values'] ?? null;
  const fields = Array.isArray(outer['fields']) ? outer['fields'] : [];
  const field = fields.find((one) => isObject(one) && one['name'] === key);
  return isObject(field) ? (field['type'] ?? null) : null;
}

const nameOf = (type: Json): Json | undefined => (isObject(type) ? (type['name'] ?? type['type']) : type);

/** A type itself where a name stands for it; remembers what has a name. */
function resolve(type: Json | undefined, types: AvroTypes): Json {
  if (typeof type === 'string') return types.get(type) ?? type;
  if (isObject(type) && typeof type['name'] === 'string' && !types.has(type['name'])) types.set(type['name'], type);
  // `{"type": {"type": "array", …}}` is the inner one.
  return isObject(type) && isObject(type['type']) ? resolve(type['type'], types) : (type ?? null);
}
