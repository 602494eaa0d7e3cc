import type { BagLayout } from '../bag-layout.js';
import type { BagPlan } from '../bag-plan.js';
import type { BagContents } from '../verify/contents.js';
/** As much of a bag as profiles speak of. */
export interface ProfileSubject {
    version: string;
    /** Null where the bag is a folder of files. */
    serialization: 'zip' | 'tar' | null;
    /** Fields of bag-info.txt in order. */
    info: readonly [string, string][];
    /** Paths of everything but the payload. */
    tagFiles: readonly string[];
}
/** A bag that lies somewhere. */
export declare const openedSubject: ({ container, files }: BagContents, version: string, info: ProfileSubject['info']) => ProfileSubject;
/** A bag that is only planned. */
export declare function plannedSubject({ members }: BagPlan, { form }: BagLayout): ProfileSubject;
