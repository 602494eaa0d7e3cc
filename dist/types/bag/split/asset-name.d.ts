/**
 * Names assets after the bag and the file's path below `data/`, in the characters that every host keeps as they are. Where two paths
 * would give one name (case does not count), or the name is too long, the path's digest tells them apart, so that a name
 * depends on nothing but the bag and the path; call it in byte order of the paths.
 */
export declare function assetNames(bag: string): (path: string) => string;
