/** What `make` makes, made when it is first asked for: most tables and expressions are of no use to most runs. */
export declare function once<T extends NonNullable<unknown>>(make: () => T): () => T;
