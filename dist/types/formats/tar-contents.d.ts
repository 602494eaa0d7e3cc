import type { TarDirectory } from '../containers/tar.js';
import type { Contents } from './format.js';
/** Adds what is wrong with the names and headers of a tar. */
export declare function addTarProblems(contents: Contents, { problems }: TarDirectory): void;
