import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import type { TarDirectory } from '../containers/tar.js';
import type { Contents } from './format.js';
/** Adds what is wrong with the names and headers of a tar, and looks into what lies behind its end. */
export declare function addTarProblems(contents: Contents, source: ByteSource, { problems, end }: TarDirectory, limits: Limits): Promise<void>;
