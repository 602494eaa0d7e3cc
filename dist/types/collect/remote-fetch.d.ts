import { type AddressCheck } from '../bytes/http-follow.js';
import type { RemoteFile } from './remote-plan.js';
/** A download that did not succeed, in words for a person. */
export declare class Unfetched extends Error {
    readonly name = "Unfetched";
}
/** Which addresses may be opened: refuses plain http and addresses of this machine and its private network; `injected` origins are the caller's own. */
export declare function addressCheck(injected: readonly string[]): AddressCheck;
/** Bytes of a file as they arrive; throws Unfetched at the end where size or digest is another than declared. */
export declare function download(file: RemoteFile, check: AddressCheck): AsyncGenerator<Uint8Array>;
/** A JSON document of the network. */
export declare function downloadJson(url: string, check: AddressCheck): Promise<unknown>;
