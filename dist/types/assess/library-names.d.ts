/** A module of a well-known library with the names that files may refer to. */
export interface LibraryModule {
    package: string;
    names: ReadonlySet<string>;
}
/** A module by its dotted name; null where no list has it. */
export declare function libraryModule(module: string): LibraryModule | null;
