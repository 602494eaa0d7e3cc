/** Values by their keys, both in the order in which they come. */
export declare function grouped<K, V>(pairs: Iterable<readonly [key: K, value: V]>): Map<K, V[]>;
