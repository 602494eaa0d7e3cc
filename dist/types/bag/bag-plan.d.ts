import type { Algorithm } from '../bytes/digest-threads.js';
import type { Refusal } from '../collect/collection.js';
import { type BagLayout } from './bag-layout.js';
import type { BagMember } from './member.js';
import type { RenameReason } from './names.js';
import type { ApartFile } from './split/apart.js';
import type { OffsetOf } from './tensors.js';
import { type Text } from './text.js';
import { type ZipLayout } from './zip/layout.js';
/** A bag as a value: everything is settled, every digest and offset known, nothing read or written. Long texts are there as what makes them. */
export interface BagPlan {
    /** `<repository>-<tag>`; the zip is called `<name>.zip`. */
    name: string;
    /** Seconds since 1970, UTC. */
    time: number;
    layout: BagLayout['id'];
    /** '' or `<name>/`: what stands before every path in the zip. */
    folder: string;
    /** What lies in the bag, sorted by bytes of the path. */
    members: BagMember[];
    /** Payload that lies beside the bag; the bag is incomplete without it. Sorted by bytes of the path. */
    apart: readonly ApartFile[];
    zip: ZipLayout;
    /** Files that are called otherwise in the bag. */
    renamed: {
        path: string;
        original: string;
        reasons: readonly RenameReason[];
    }[];
    leftOut: readonly Refusal[];
}
/** What a bag is put together from. */
export interface Ingredients extends Pick<BagPlan, 'name' | 'time' | 'layout' | 'apart' | 'renamed' | 'leftOut'> {
    /** Of the manifests, sha256 among them. */
    algorithms: readonly Algorithm[];
    /** All of it, what lies beside the bag too. */
    payload: readonly BagMember[];
    /** Tag files but manifests and tensors.csv. */
    tags: readonly BagMember[];
    /** Text of tensors.csv, from the places of payload files in the zip. Null where the bag has none. */
    tensors: ((offsetOf: OffsetOf) => Text) | null;
}
/** Puts a bag together: manifests, tensors.csv, tag manifests, and the place of everything. */
export declare function assemble({ algorithms, payload, tags, tensors, ...plan }: Ingredients): BagPlan;
/** A file of ours, digested. */
export declare function textMember(path: string, text: Text, algorithms: readonly Algorithm[]): BagMember;
