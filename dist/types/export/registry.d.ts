import type { Exporter } from './exporter.js';
/** Every target that models can be exported to. */
export declare const EXPORTERS: readonly Exporter[];
export declare const exporterOf: (id: string) => Exporter | undefined;
/** Exporters by their ids; UsageError for one that is not there. */
export declare function exportersFor(ids: readonly string[]): Exporter[];
