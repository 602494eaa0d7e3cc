import type { RemoteModel } from '../config.js';
import type { DvcOutput } from './dvc.js';
/** A file to download, with everything that is known of it beforehand. */
export interface RemoteFile {
    /** Where it belongs in the tree. */
    path: string;
    url: string;
    sha256?: string;
    md5?: string;
    size?: number;
}
/** What to download for one declared model, or why that cannot be said. */
export type RemotePlan = {
    files: RemoteFile[];
    notes: string[];
} | {
    problem: string;
    advice: string;
};
/** Addresses of the services, which tests put on loopback. */
export interface Hosts {
    huggingface: string;
    github: string;
}
export declare const HOSTS: Hosts;
/** What the tree knows that declarations refer to. */
export interface RemoteContext {
    hosts: Hosts;
    /** Public address of the repository. */
    origin?: string;
    /** Tag that is archived. */
    tag?: string;
    outputs: readonly DvcOutput[];
    /** Text of `.dvc/config`. */
    dvcConfig?: string;
    /** Reads a JSON document from the network. */
    json(url: string): Promise<unknown>;
}
/** Turns a declaration into addresses. Asks the network only for what a Hugging Face repository holds. */
export declare function planRemote(model: RemoteModel, context: RemoteContext): Promise<RemotePlan>;
/** `url` of the remote that `[core] remote` names, else of the only one. */
export declare function defaultRemote(config: string): string | undefined;
