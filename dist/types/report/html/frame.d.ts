/** One part of a page, as it is written. */
export interface Part {
    id: string;
    title: string;
    /** Made by whoever escaped what is in it. */
    body: string;
}
/**
 * A page that needs no network and no scripts, in light, dark and on paper. `header` is markup; parts without a body are
 * left out, and a single part has no table of contents.
 */
export declare function frame(title: string, header: string, parts: readonly Part[]): string;
/** A bag with a tag on it. */
export declare const LOGO = "<svg aria-hidden=\"true\" width=\"22\" height=\"22\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.8\" stroke-linejoin=\"round\"><path d=\"M5 8h14l1 12H4z\"/><path d=\"M9 8V6a3 3 0 0 1 6 0v2\"/><path d=\"M9 13.5l2 2 4-4\"/></svg>";
