import { parseJsonText } from '../../containers/json-text.js';
import type { SettingsReader } from './reader.js';
/** Names of records: `modelbag.run.json`, `modelbag.run.<name>.json`. */
export declare const isRunRecord: (path: string) => boolean;
/** Lists of packages and files of a large run. */
export declare const RUN_RECORD_BYTES: number;
type Parsed = Exclude<ReturnType<typeof parseJsonText>, {
    message: string;
}>;
/** The document as parsed, or why it is none of ours. */
export declare function parseRunRecord(text: string): (Parsed & {
    root: Record<string, unknown>;
}) | {
    reason: string;
};
/** Whether the run did what it was started for; a record without the field is a notebook's, which has no exit code. */
export declare const succeeded: ({ exitCode }: Record<string, unknown>) => boolean;
/** Our own record of a run (`modelbag/run/1`): the strongest evidence, because the run itself wrote it. */
export declare const runRecord: SettingsReader;
export {};
