/** JSON for an archive: keys in the order given, two blanks, LF, one trailing newline. */
export declare const jsonText: (value: unknown) => string;
/** As `jsonText`, everything beyond printable ASCII escaped: names with direction marks cannot disguise the lines around them. */
export declare const asciiJsonText: (value: unknown) => string;
