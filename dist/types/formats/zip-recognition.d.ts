import type { ZipMember } from '../containers/zip.js';
import { type Glimpse } from './glimpse.js';
/** Members of a zip that begins or ends the file; null for anything else, without reading a directory that cannot be there. */
export declare const zipMembers: (glimpse: Glimpse) => Promise<readonly ZipMember[] | null>;
/** True where a signature of a zip begins or ends the file. */
export declare function mayBeZip({ head, tail }: Glimpse): boolean;
