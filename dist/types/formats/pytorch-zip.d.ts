import { type Format, type FormatFacts } from './format.js';
import { type TorchCheckpoint } from './torch-checkpoint.js';
export declare const TORCH_FACTS: FormatFacts;
export declare const pytorchZip: Format;
/** What loading needs and does: without code exactly where `weights_only=True` accepts the pickle. */
export declare function judgeLoading({ contents, entries, object, archive }: TorchCheckpoint): void;
