/** ro-crate-preview.html: the crate for people, without scripts, everything escaped; reads and prints on its own. */
export declare function previewText(crate: string): string;
