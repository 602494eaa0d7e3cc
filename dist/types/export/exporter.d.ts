import type { Contents, Tensor } from '../formats/format.js';
import type { Structure } from '../formats/structure/structure.js';
import type { ModelPlace } from '../reproduce/compare.js';
import type { LeftOut, Proof, ProofResult } from './proof.js';
/** A model to be exported, its files open. */
export interface ExportSource {
    path: string;
    format: {
        id: string;
        name: string;
    };
    /** SHA-256 of the entry file. */
    sha256: string;
    contents: Contents;
    /** What was learned, in the order of the inspection. */
    tensors: readonly Tensor[];
    /** The architecture or the estimator, where the file describes it. */
    structure(): Promise<Structure | null>;
}
export interface ExportOptions {
    /** Largest model that is written as text, in parameters. */
    mostTextParameters: number;
    /** Longest file of an export in bytes; weights that need more are written as shards with an index. */
    shardBytes: number;
}
/** GitHub takes release assets below 2 GiB; text is for models that a person could read (guideline: "small"). */
export declare const DEFAULT_EXPORT_OPTIONS: ExportOptions;
/** A file of an export. Bytes depend on the model alone and may be asked for more than once. */
export interface ExportFile {
    /** Relative to the export's folder. */
    name: string;
    bytes(): AsyncIterable<Uint8Array>;
}
/** What an exporter would write: nothing is written yet. */
export interface ExportPlan {
    /** The first one is the entry. */
    files: readonly ExportFile[];
    /** What the target cannot hold. */
    leftOut: readonly LeftOut[];
    /** Reads the written export back, independently, and compares it with the model. */
    prove(native: ModelPlace, written: ModelPlace): Promise<ProofResult>;
}
/** An answer, too: why there is no such export of this model, and what the user could run instead. */
export interface NotPossible {
    reason: string;
    /** A command or a step, empty where there is none. */
    instead: string;
}
/** One target: one file, one line in the registry. */
export interface Exporter {
    /** As given to `--to` and in `exports:`; a format id. */
    id: string;
    /** With the dot. */
    extension: string;
    /** One line for `--help` and the docs. */
    title: string;
    /** What its copies are proven by: `tensors` are written as they are, all else is what the model means. */
    proof: Proof['method'];
    plan(source: ExportSource, stem: string, options: ExportOptions): Promise<ExportPlan | NotPossible>;
}
export declare const isPossible: (plan: ExportPlan | NotPossible) => plan is ExportPlan;
