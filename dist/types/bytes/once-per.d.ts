/** The function, asked once for each object, with whatever else it is given then: what it made is kept as long as the object is. */
export declare function oncePer<K extends object, V, Rest extends unknown[]>(make: (key: K, ...rest: Rest) => V): (key: K, ...rest: Rest) => V;
/** The function, asked once for each of the first many texts: of names and paths the same few thousand come again and again. */
export declare function oncePerText<T>(ask: (text: string) => T): (text: string) => T;
