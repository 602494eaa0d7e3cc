/** What `pickle` writes for storages of torch: it loads the bytes it gets, which are known where it is called with them at once. */
export declare const LOADS_BYTES = "torch.storage._load_from_bytes";
/** What calling a name does that a reader of pickles has to know. */
export interface Callable {
    /** Makes an instance of its first argument without its constructor, as the opcodes do. */
    makesInstance: boolean;
    /** Makes an instance of its first argument by the constructor of its second one. */
    reconstructs: boolean;
    /** Keeps a callable that it gets, and does not call it while the pickle is loaded. */
    keeps: boolean;
    /** Prepares a call of its first argument, which only takes somebody who calls what was made. */
    prepares: boolean;
    /** Makes a class of a name, bases and attributes; of one argument it tells the class. */
    makesClass: boolean;
    /** Gives out what it was given or what lies in it: what the result is, its name does not tell. */
    givesOut: boolean;
    /** Makes bytes or text that lie nowhere in the file as they are. */
    makesBytes: boolean;
    /** Walks over attributes by name; what it reaches is a name of its own where both parts are known. */
    walks: boolean;
    /** Imports the name that its arguments spell: module and name of what they say, null where they say none. */
    importsByText: ((texts: readonly string[]) => readonly [module: string, name: string] | null) | undefined;
    /** Makes bytes of text: how protocols below 3 write them. */
    encodes: boolean;
    /** May load the bytes that it gets. */
    loads: boolean;
    loadsBytes: boolean;
}
/** Asked at every call and every object of a file: the few hundred names that files have in common are looked at once. */
export declare const callableOf: (text: string) => Callable;
