/** What is unsafe about a call, and what to write instead. */
export interface UnsafeLoad {
    /** As it is written: `torch.load(weights_only=False)`. */
    shown: string;
    risk: string;
    instead: string;
}
/**
 * Judges a call by its full name. `option` gives the value of a keyword, undefined where it is absent or not known;
 * `isDownload` says whether an argument came from elsewhere.
 */
export declare function unsafeLoad(call: string, option: (name: string) => boolean | undefined, isDownload: () => boolean): UnsafeLoad | null;
/** True for the name of a call that brings a file from elsewhere, also within the text of an expression. */
export declare const isDownload: (text: string) => boolean;
