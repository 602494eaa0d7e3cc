import type { Limits } from '../bytes/limits.js';
import { type ZipMember } from '../containers/zip.js';
import { type Contents, type Format, type Loading, type ModelInput } from './format.js';
export declare const zip: Format;
/** Looks into every member by its content and keeps the worst way of loading. */
export declare function addMembers(model: ModelInput, members: readonly ZipMember[], contents: Contents, limits: Limits): Promise<void>;
export declare const worse: (a: Loading, b: Loading) => Loading;
export declare const zipEncrypted: Format;
