import type { Evidence } from '../evidence.js';
import type { Declared } from './declaration.js';
type Framework = Evidence['framework'][number];
interface Placed {
    path: string;
    format: {
        ecosystem: string;
    };
    declared: Declared;
}
/**
 * The libraries that train models here, and whether their version is exact anywhere. Which are used is said by the
 * imports, or where there are none, by the environments. Different exact versions give a row each: a contradiction.
 */
export declare function findFrameworks(files: readonly Placed[], imported: ReadonlySet<string>): Framework[];
export {};
