import type { Role } from '../collect/collection.js';
/** Folder of the payload for every role a file can have. Below it the path in the repository is kept. */
export declare const ROLE_FOLDERS: Readonly<Record<Role, string>>;
/** What each folder of the payload holds, as README.txt and the crate say it. */
export declare const FOLDER_DESCRIPTIONS: Readonly<Record<string, string>>;
