import type { SilenceWatch } from './silence.js';
/** Why an address may not be opened, null where it may; `from`: where a redirect began. */
export type AddressCheck = (url: URL, from?: URL) => string | null;
/** An address or a redirect that is not followed, and never will be. */
export declare class NotFollowed extends Error {
    /** The address at which it ended. */
    readonly url: URL;
    readonly name = "NotFollowed";
    constructor(message: string, 
    /** The address at which it ended. */
    url: URL);
}
/**
 * The answer to a GET, wherever redirects lead, each step held to the check, and where it came from. `authorization` is
 * said to the first origin alone. Each server on the way has the whole time of the watch. Throws NotFollowed, or what
 * `fetch` throws where there is no answer.
 */
export declare function follow(start: URL, headers: Readonly<Record<string, string>>, check: AddressCheck, watch: SilenceWatch): Promise<{
    response: Response;
    url: URL;
}>;
/** Statuses that another try may not meet again: a server was busy, or failed at what it knows how to do. */
export declare const isPassing: (status: number) => boolean;
/** Why there was no answer; `fetch` hides the reason in `cause`. */
export declare function reasonOf(error: unknown): string;
