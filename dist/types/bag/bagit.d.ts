import type { Algorithm } from '../bytes/digest-threads.js';
import type { BagFacts } from './facts.js';
import type { BagMember } from './member.js';
import type { Text } from './text.js';
/** RFC 8493, 2.1.1: the first file anybody reads. */
export declare const DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
interface Counted {
    path: string;
    size: number;
}
/** Name of a manifest: that of its algorithm in lower-case letters and digits (RFC 8493, 2.4). */
export declare const manifestName: (kind: 'manifest' | 'tagmanifest', algorithm: Algorithm) => string;
/** Manifest lines (RFC 8493, 2.1.3) in byte order of the paths. */
export declare function manifestText(members: readonly Digested[], algorithm: Algorithm): Text;
type Digested = Pick<BagMember, 'path' | 'sha256' | 'others'>;
/** CR, LF and `%` percent-encoded, those and only those (RFC 8493, 2.1.3). */
export declare const encodePath: (path: string) => string;
/** Bag metadata (RFC 8493, 2.2.2); nothing in it but what the repository and the tag say. */
export declare function bagInfoText(facts: BagFacts, payload: readonly Counted[]): string;
/** Octets and number of the payload's files (RFC 8493, 2.2.2). */
export declare const payloadOxum: (payload: readonly {
    size: number;
}[]) => string;
/** One field, folded at blanks; continuation lines begin with a blank. A word longer than a line stays whole. */
export declare function fold(label: string, value: string): string;
export {};
