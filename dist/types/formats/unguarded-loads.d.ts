/**
 * The call as it is written, where it loads without a guard: `torch.load(weights_only=False)`,
 * `keras.config.enable_unsafe_deserialization()`, `pickle.load of a download`; null for others. `option` gives the value
 * of a keyword, undefined where it is absent or not known; `isDownload` says whether an argument came from elsewhere.
 */
export declare function unguardedLoad(call: string, option: (name: string) => boolean | undefined, isDownload: () => boolean): string | null;
/** The same of a call in R. */
export declare const unguardedInR: (call: string, isDownload: () => boolean) => string | null;
/** True for the name of a call that brings a file from elsewhere, also within the text of an expression. */
export declare const isDownload: (text: string) => boolean;
/** True for text that is the address of a file. */
export declare const isAddress: (text: string) => boolean;
