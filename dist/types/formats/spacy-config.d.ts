import type { Observation } from './format.js';
export interface ConfigEntry {
    section: string;
    key: string;
    value: string;
}
/** Entries as Python's reader of INI files finds them: a value goes on in lines that are indented. */
export declare function spacyEntries(text: string): ConfigEntry[];
/** What loading the pipeline looks up that nothing of spaCy registers, and what it reads from elsewhere. */
export declare function observeSpacyConfig(entries: readonly ConfigEntry[], where: string): Observation[];
