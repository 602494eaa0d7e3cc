import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphReader } from '../../../src/bag/verify/graph-reader.js';
import { FormatError } from '../../../src/bytes/format-error.js';
import type { Json } from '../../../src/containers/json-document.js';

/** What a reader makes of a text that comes in pieces of this many characters. */
function read(text: string, length: number, depth = 64): { document: Json; entities: Json[] } {
  let entities: Json[] = [];
  const reader = new GraphReader(depth, {
    begin() {
      entities = [];
    },
    entity: (entity) => entities.push(entity),
  });
  for (let at = 0; at < text.length; at += length) reader.add(text.slice(at, at + length));
  return { document: reader.end(), entities };
}

describe('graph reader', () => {
  it('reads what JSON.parse reads, however the text is cut', () => {
    const member = fc.tuple(
      fc.oneof(fc.string(), fc.constantFrom('@graph', '@context', '"@graph', '@graph\\')),
      fc.jsonValue(),
    );
    const text = fc
      .tuple(
        fc.array(member),
        fc.option(fc.array(fc.jsonValue())),
        fc.array(member),
        fc.constantFrom(undefined, 1, '\t'),
      )
      .map(([before, graph, after, space]) =>
        JSON.stringify(Object.fromEntries([...before, ...(graph ? [['@graph', graph]] : []), ...after]), null, space),
      );
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (document, length) => {
        const expected = JSON.parse(document) as Record<string, Json>;
        const found = read(document, length);
        const graph = expected['@graph'];
        expect(found.entities).toEqual(Array.isArray(graph) ? graph : []);
        expect(found.document).toEqual(Array.isArray(graph) ? { ...expected, '@graph': [] } : expected);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['an escaped key', '{"\\u0040graph": [1, 2]}', [1, 2]],
    ['two arrays, of which the last counts', '{"@graph": [1], "@graph": [2, 3]}', [2, 3]],
    ['a word that is no key', '{"a": "@graph", "b": [1]}', []],
    ['a key further down', '{"a": {"@graph": [1]}, "@graph": []}', []],
    ['the key as a value in front of a list', '{"a": ["@graph", [1]]}', []],
  ])('reads %s', (_, text, entities) => {
    for (let length = 1; length <= text.length; length++) expect(read(text, length).entities).toEqual(entities);
  });

  it.each([
    '',
    '{',
    '{"@graph": [',
    '{"@graph": [1',
    '{"@graph": [1,]}',
    '{"@graph": [,1]}',
    '{"@graph": [1 2]}',
    '{"@graph": [1}',
    '{"@graph": [1]',
    '{"@graph": [1]}]',
    '{"@graph": ["a]}',
    '{"@graph" [1]}',
    '{"@graph": x [1]}',
  ])('rejects %j as the JSON that it is not', (text) => {
    for (let length = 1; length <= text.length + 1; length++) expect(() => read(text, length)).toThrow(FormatError);
  });

  it('rejects nesting that nobody needs', () => {
    const deep = `{"@graph": [${'['.repeat(100)}${']'.repeat(100)}]}`;
    expect(() => read(deep, 7)).toThrow('expected JSON nested at most 64 deep, found more');
  });
});
