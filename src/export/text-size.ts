import { type Exportable, nothingToWrite } from './exportable.js';
import type { ExportOptions, NotPossible } from './exporter.js';
import type { LeftOut } from './proof.js';

/** Why a model is not written as text: nothing to write, or more than a person would read. Null where it is. */
export function tooLarge(
  form: string,
  kept: readonly Exportable[],
  leftOut: readonly LeftOut[],
  { mostTextParameters }: ExportOptions,
): NotPossible | null {
  if (kept.length === 0) return nothingToWrite(form, leftOut, 'modelbag export MODEL --to safetensors');
  const parameters = kept.reduce((sum, { elements }) => sum + elements, 0);
  if (parameters <= mostTextParameters) return null;
  return {
    reason: `text is for small models: expected at most ${mostTextParameters} numbers, found ${parameters}; as ${form} they would take several times the room and serve nobody`,
    instead: `modelbag export MODEL --to safetensors, or --most-parameters ${parameters}`,
  };
}
