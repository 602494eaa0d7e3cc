/** How a bag lies on disk. */
export interface BagLayout {
    id: 'root' | 'folder' | 'tar' | 'directory';
    /** Of `BAG_FORMS`. */
    form: 'zip' | 'tar' | 'folder';
    extension: string;
    /** Everything lies below one folder named like the bag. */
    hasTopFolder: boolean;
    title: string;
}
/** The first is the usual one: readers of zipped crates look at the root. */
export declare const BAG_LAYOUTS: readonly BagLayout[];
/** True for names of bags that are one file. */
export declare const isBagFile: (name: string) => boolean;
export declare const layoutOf: (id: BagLayout['id']) => BagLayout;
