import type { Tone } from './words.js';
/** How text gets its look on a terminal; without color every function returns its text. */
export interface Paint {
    tone(tone: Tone, text: string): string;
    bold(text: string): string;
    dim(text: string): string;
    /** A message: names and commands in backticks are set apart. */
    message(text: string): string;
    /** A list of names, where backticks would only be noise. */
    names(text: string): string;
}
/** ANSI colors (SGR), or nothing. */
export declare function painter(color: boolean): Paint;
