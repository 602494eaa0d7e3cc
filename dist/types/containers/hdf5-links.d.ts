import { type Hdf5Bytes } from './hdf5-bytes.js';
import { type ObjectHeader } from './hdf5-object-header.js';
/** A member of a group. */
export type Link = {
    name: string;
} & ({
    kind: 'hard';
    address: number;
} | {
    kind: 'soft';
    target: string;
} | {
    kind: 'external';
    file: string;
    target: string;
} | {
    kind: 'unknown';
    number: number;
});
/** True where the object is a group, old or new. */
export declare const isGroup: (header: ObjectHeader) => boolean;
/** Members of a group in no particular order; none for other objects. */
export declare function readLinks(bytes: Hdf5Bytes, header: ObjectHeader): AsyncGenerator<Link>;
