/**
 * Which license a text is, by phrases that only it has. Of several in one file the one that begins first is the answer:
 * others are those of parts that are included. Null where no known license is found.
 */
export declare function spdxOfText(text: string): string | null;
