/** What a table has under a name that a stranger gave: `constructor` and its like, which every object inherits, are none of it. */
export declare const own: <T>(table: Readonly<Record<string, T>>, name: string) => T | undefined;
