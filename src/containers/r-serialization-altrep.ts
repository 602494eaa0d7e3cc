import { type RObject, type RVector, textsOf } from './r-serialization-objects.js';

/**
 * The value that an alternative representation stands for: sequences, strings of numbers, wrappers. A class that is not
 * known here stays opaque.
 */
export function unwrapAltrep(info: RObject, state: RObject, attributes: RObject, start: number, end: number): RObject {
  const className = nameOf(info);
  const stored = { attributes: attributes.kind === 'pairlist' ? attributes.items : null, start, end };
  if (className === 'compact_intseq' || className === 'compact_realseq') {
    const [length, first, step] = state.kind === 'double' && state.values ? state.values : [];
    if (
      typeof length === 'number' &&
      typeof first === 'number' &&
      typeof step === 'number' &&
      Number.isSafeInteger(length) &&
      length >= 0
    )
      return {
        kind: className === 'compact_intseq' ? 'integer' : 'double',
        length,
        data: 0,
        values: null,
        sequence: { first, step },
        ...stored,
      };
  }
  if (className === 'deferred_string') {
    const [numbers] = state.kind === 'pairlist' ? state.items : [];
    if (numbers?.value.kind === 'integer' || numbers?.value.kind === 'double') {
      const deferred: RVector = numbers.value;
      return { kind: 'character', length: deferred.length, data: 0, texts: null, deferred, ...stored };
    }
    // Once all strings were made, they are stored as such.
    if (state.kind === 'character') return { ...state, ...stored };
  }
  if (className.startsWith('wrap_')) {
    const [inner] =
      state.kind === 'list' ? state.items : state.kind === 'pairlist' ? state.items.map(({ value }) => value) : [];
    if (inner && 'attributes' in inner)
      return { ...inner, ...stored, attributes: stored.attributes ?? inner.attributes };
  }
  return { kind: 'altrep', className, state, ...stored };
}

/** Name of the class: first of class, package, type. */
function nameOf(info: RObject): string {
  const first = info.kind === 'list' ? info.items[0] : info.kind === 'pairlist' ? info.items[0]?.value : undefined;
  return first?.kind === 'symbol' ? first.name : (textsOf(first)[0] ?? '');
}
