import { type Format } from './format.js';
/** What Octave's `save` writes by default: values as text, each under a header of `# key: value` lines. */
export declare const octaveText: Format;
