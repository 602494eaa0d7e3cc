import type { ByteSource } from '../../bytes/source.js';
import { type ZipListing, type ZipMember, type ZipMemberRange, type ZipProblem } from '../../containers/zip.js';
import { type BagProblem } from './problem.js';
/** What a reader of zips tells, as a problem of the bag. */
export declare const zipProblem: ({ code, message, member }: ZipProblem) => BagProblem;
export declare const crcText: (crc: number) => string;
/**
 * Throws FormatError where the directory says that the content is none that can be read as it is: unzip, 7-Zip and Python then open
 * nothing, though the bytes may be those of the manifest.
 */
export declare function checkReadable({ name, flags, headerOffset }: ZipMember): void;
/**
 * Where each member must end, by its number: at the next one, or at the directory. What lies between belongs to nobody, and a streaming
 * reader would see it as members that the directory does not have.
 */
export declare function endsOf({ entries, start }: ZipListing): Float64Array;
/** Contradictions of what lies around the content with the directory, and with the place of the next member. */
export declare function headerProblems(source: ByteSource, range: ZipMemberRange, member: ZipMember, end: number): Promise<BagProblem[]>;
