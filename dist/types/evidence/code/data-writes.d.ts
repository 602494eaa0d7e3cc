import type { Repository } from './repository.js';
/** Paths, with `*` for what is not known, at which code of the repository leaves data: what it reads there is no source. */
export declare function writtenData(repository: Repository): (path: string) => boolean;
