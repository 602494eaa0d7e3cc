import type { Handler } from './pickle-machine.js';
/** Handler of every opcode, by byte. */
export declare const HANDLERS: readonly (Handler | undefined)[];
