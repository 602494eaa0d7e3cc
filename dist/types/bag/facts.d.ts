import type { Assessment } from '../assess/assessment.js';
import type { Audit } from '../audit.js';
import type { Algorithm } from '../bytes/digest-threads.js';
import type { Digests } from '../bytes/pass.js';
import type { Refusal, Role } from '../collect/collection.js';
import type { Inspection } from '../formats/inspection.js';
import type { BagLayout } from './bag-layout.js';
import { type RenameReason } from './names.js';
import type { ApartFile } from './split/apart.js';
import { type Swhids } from './swhid.js';
/** The program that writes the bag. */
export interface Software {
    name: string;
    version: string;
    url?: string;
}
export interface PlanOptions {
    tag: string;
    /** When the release was made, seconds since 1970 in UTC: the only time in the bag. */
    time: number;
    software: Software;
    /** Tag files made by the caller: report.md, report.html, evidence.json, schemas/…; paths in portable characters. */
    documents?: readonly {
        path: string;
        text: string;
    }[];
    /** Collected files that must not be packed although they were collected, with the reason. */
    leaveOut?: readonly Refusal[];
    layout?: BagLayout['id'];
    /** Version of RO-Crate; 1.2 by default. */
    rocrate?: '1.1' | '1.2';
    /** Manifests beside those of sha256. */
    algorithms?: readonly Algorithm[];
    /** Digests by them, by path in the repository. */
    digests?: ReadonlyMap<string, Digests>;
    /** Files of the payload that lie beside the bag, in byte order of their paths. */
    apart?: readonly ApartFile[];
}
/** A file of the repository and its place in the bag. */
export interface PackedFile {
    /** In the bag. */
    path: string;
    /** In the repository. */
    original: string;
    role: Role;
    size: number;
    sha256: string;
    /** Why `path` does not end with `original`; empty where it does. */
    renamed: readonly RenameReason[];
}
/** A file that was made for the bag: of an open copy that was compared with its model, or what that showed. */
export interface MadeFile {
    kind: 'copy' | 'proof';
    /** Path of the model in the repository. */
    native: string;
}
/** Everything that the documents of a bag are made of. */
export interface BagFacts {
    assessment: Assessment;
    inspections: readonly Inspection[];
    /** `<repository>-<tag>` in portable characters. */
    name: string;
    tag: string;
    time: number;
    /** `2026-11-25` */
    date: string;
    /** `2026-11-25T04:01:00Z` */
    timestamp: string;
    software: Software;
    /** UUID of this release of this repository. */
    id: string;
    /** UUID of the repository, the same for all its releases. */
    groupId: string;
    /** Web address of the repository, without credentials. */
    repositoryUrl?: string;
    commit?: string;
    title: string;
    rocrate: '1.1' | '1.2';
    swhids: Swhids;
    files: readonly PackedFile[];
    /** Path in the repository → packed file. */
    byOriginal: ReadonlyMap<string, PackedFile>;
    /** Of those in `byOriginal` that are not of the project: open copies that were made for the bag, and their proofs. */
    made: ReadonlyMap<string, MadeFile>;
    leftOut: readonly Refusal[];
}
/** Settles names, times and identifiers. Pure: nothing but the audit and the options counts. */
export declare function bagFacts(audit: Audit, options: PlanOptions): BagFacts;
/** Web address of a remote, without credentials and `.git`; undefined for local paths, which are nobody's business. */
export declare function webAddress(origin: string | undefined): string | undefined;
