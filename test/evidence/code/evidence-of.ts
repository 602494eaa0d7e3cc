import type { Collection } from '../../../src/collect/collection.js';
import { type CodeEvidence, gatherCode } from '../../../src/evidence/code/code.js';
import { syntaxParsers } from '../../../src/evidence/languages/syntax.js';
import type { Inspection } from '../../../src/formats/inspection.js';
import { collected } from '../collected.js';

const parsers = syntaxParsers();

/** What the code of a repository says; `models` are paths of models that were found in it. */
export function evidenceOf(files: Record<string, string>, models: string[] = []): Promise<CodeEvidence> {
  const collection: Collection = collected({ ...files, ...Object.fromEntries(models.map((path) => [path, 'bytes'])) });
  const inspections = models.map((path) => ({ path, companions: [] }) as unknown as Inspection);
  return gatherCode(collection, inspections, parsers);
}

/** Lines of source without the indentation of the test around them. */
export const code = (...lines: string[]): string => `${lines.join('\n')}\n`;
