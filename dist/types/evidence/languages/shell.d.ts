import type { Command, Fragment } from './program.js';
/**
 * Commands of a shell script (sh, bash, and the plain lines of Windows batch files): words without their quotes,
 * variables left as they are written. Control words are dropped, so that `if x; then y` yields x and y.
 */
export declare function parseShell(fragment: Fragment): Command[];
