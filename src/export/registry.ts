import type { Exporter } from './exporter.js';
import { toCoefficients } from './to-coefficients.js';
import { toCsv } from './to-csv.js';
import { toJson } from './to-json.js';
import { toNpz } from './to-npz.js';
import { toPmml } from './to-pmml.js';
import { toSafetensors } from './to-safetensors.js';

/** Every target that models can be exported to. */
export const EXPORTERS: readonly Exporter[] = [toSafetensors, toNpz, toJson, toCsv, toCoefficients, toPmml];

export const exporterOf = (id: string): Exporter | undefined => EXPORTERS.find((exporter) => exporter.id === id);
