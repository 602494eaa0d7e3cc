import type { ModelReport, ModelSet, Verdict } from '../assess/assessment.js';
import type { Environment } from '../evidence/evidence.js';
import type { Loading } from '../formats/format.js';
/** How a fact is meant to be seen, whatever the renderer does with it. */
export type Tone = 'good' | 'weak' | 'bad' | 'plain';
/** A word with its tone. */
export interface Toned {
    text: string;
    tone: Tone;
}
export { sizeWords as bytes } from '../bytes/size-words.js';
/** A count for people: 15, 48.1k, 124M, 7.24B; parameters are counted so in the field. */
export declare function numbers(count: number): string;
/** The shape of a tensor: `3 × 4`, or `3×4` where room is short. */
export declare const dimensions: (shape: readonly number[], times?: string) => string;
export declare const LOADING: Readonly<Record<Loading, Toned>>;
export declare const VERDICT: Readonly<Record<Verdict, Toned & {
    mark: string;
}>>;
/** Status and verdict of safety in one word; `safe` never appears with a status other than complete. */
export declare function safetyWord({ safety }: ModelReport): Toned;
/** The guideline's three classes. A single file's class alarms nobody: the release is judged by sets. */
export declare const opennessWord: ({ openness }: ModelReport) => Toned;
export declare const PROMISE: Readonly<Record<ModelSet['promise'], string>>;
export declare const GRADE: Readonly<Record<Environment['grade'], Toned>>;
/** Format name with its version and compressions: `scikit-learn joblib, gzip`. */
export declare const formatWord: ({ format }: ModelReport) => string;
