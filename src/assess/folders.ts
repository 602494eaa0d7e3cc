/** The folder of a file, with its slash; empty at the top. */
export const folderAbove = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** Folders that lie above a path, the top aside. */
export const isAbove = (folder: string, path: string): boolean => folder !== '' && path.startsWith(folder);
