/** Tells whether a text is the pattern with something, or nothing, in the place of each `*`. */
export declare function textTest(pattern: string): (text: string) => boolean;
/** The same for paths, where `*` stands for a part of one name. `isFolder`: all that lies below fits too. */
export declare function pathTest(pattern: string, isFolder: boolean): (path: string) => boolean;
