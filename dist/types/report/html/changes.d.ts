import { type Section } from './markup.js';
/** On a pull request: what is different from the state that it would replace. */
export declare const changes: Section;
