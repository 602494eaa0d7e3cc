/**
 * The address of a remote without anything secret: user information of http(s), passwords of ssh, queries. Undefined for
 * paths of this machine, which say something about a person and nothing to a stranger.
 */
export declare function publicAddress(address: string): string | undefined;
/** Last segment of a path or address, without `.git`; '' where there is none. */
export declare function lastSegment(address: string): string;
