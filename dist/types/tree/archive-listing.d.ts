import type { SourceTree, TreeEntry } from './tree.js';
/** How names of repositories and bags end that are one file. */
export declare const ARCHIVE_ENDING: RegExp;
/** What a zip or tar shows of the files in it. */
interface ArchiveListing<Member> {
    shown: Pick<SourceTree, 'label' | 'name' | 'notes' | 'entries'> & {
        kind: Kind;
    };
    /** The member at a path as it is shown. */
    find(path: string): Member | undefined;
}
type Kind = 'zip' | 'tar';
/** Lists members that are no folders, those with usable names. A single folder around everything, as forges put it, is taken off. */
export declare function archiveListing<Member extends {
    name: string;
}>(kind: Kind, file: string, members: readonly Member[], isUsable: (name: string) => boolean, entryOf: (member: Member, path: string) => TreeEntry | Promise<TreeEntry>): Promise<ArchiveListing<Member>>;
export {};
