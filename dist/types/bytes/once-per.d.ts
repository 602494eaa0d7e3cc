/** The function, asked once for each object: what it made is kept as long as the object is. */
export declare function oncePer<K extends object, V>(make: (key: K) => V): (key: K) => V;
