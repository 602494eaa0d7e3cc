/** Undoes a byte shuffle: bytes were grouped by significance, all first bytes of the items, then all second ones; bytes beyond whole items stay last. */
export declare function unshuffle(bytes: Uint8Array, itemBytes: number): Uint8Array;
