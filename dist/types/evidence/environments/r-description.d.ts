import { type EnvironmentFormat } from './declaration.js';
/** What an R package or compendium asks for; R resolves the newest versions on the day. */
export declare const rDescription: EnvironmentFormat;
/** One record of a Debian control file, which DESCRIPTION and packrat.lock are. */
export interface DcfRecord {
    line: number;
    fields: Map<string, string>;
    lines: Map<string, number>;
}
/** Records are separated by empty lines; a line that starts with a blank continues the field before it. */
export declare function dcfRecords(text: string): DcfRecord[];
