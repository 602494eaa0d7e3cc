import { UsageError } from '../usage-error.js';
import type { Exporter } from './exporter.js';
import { toCoefficients } from './to-coefficients.js';
import { toCsv } from './to-csv.js';
import { toJson } from './to-json.js';
import { toNpz } from './to-npz.js';
import { toOnnx } from './to-onnx.js';
import { toPmml } from './to-pmml.js';
import { toSafetensors } from './to-safetensors.js';

/** Every target that models can be exported to. */
export const EXPORTERS: readonly Exporter[] = [toSafetensors, toNpz, toJson, toCsv, toCoefficients, toOnnx, toPmml];

export const exporterOf = (id: string): Exporter | undefined => EXPORTERS.find((exporter) => exporter.id === id);

/** Exporters by their ids; UsageError for one that is not there. */
export function exportersFor(ids: readonly string[]): Exporter[] {
  return [...new Set(ids)].map((id) => {
    const exporter = exporterOf(id);
    if (exporter) return exporter;
    throw new UsageError(
      `expected a format that models can be exported to (${EXPORTERS.map((known) => known.id).join(', ')}), found "${id}"`,
      'Write it as it is listed.',
    );
  });
}
