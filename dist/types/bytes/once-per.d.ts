/** The function, asked once for each object: what it made is kept as long as the object is. */
export declare function oncePer<K extends object, V>(make: (key: K) => V): (key: K) => V;
/** The function, asked once for each of the first many texts: of names and paths the same few thousand come again and again. */
export declare function oncePerText<T>(ask: (text: string) => T): (text: string) => T;
