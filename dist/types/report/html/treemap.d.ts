/** A rectangle; units are the caller's. */
export interface Area {
    x: number;
    y: number;
    width: number;
    height: number;
}
/**
 * Areas in proportion to `sizes` (descending, positive) that fill `area`, as square as they can be: squarified treemaps
 * (Bruls, Huizing, van Wijk 2000), one area a size, in the same order.
 */
export declare function treemap(sizes: readonly number[], area: Area): Area[];
