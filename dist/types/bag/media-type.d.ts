/** Media type of a file that is no model, by its name; bytes of unknown meaning where the name says nothing. */
export declare function mediaTypeOf(path: string): string;
