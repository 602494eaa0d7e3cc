import type { Digests } from '../bytes/pass.js';
import type { Text } from './text.js';
/** One file of a bag and where its bytes come from. */
export interface BagMember {
    /** In the bag, portable ASCII. */
    path: string;
    size: number;
    sha256: string;
    /** By the other algorithms that the bag has manifests of. */
    others?: Digests;
    content: {
        from: 'tree';
        path: string;
    } | {
        from: 'text';
        text: Text;
    };
}
