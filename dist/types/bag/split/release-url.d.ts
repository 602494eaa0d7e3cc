/**
 * What will stand before the names of a release's assets once it is published. Where no forge is known, a host that never exists
 * (RFC 2606) says that the files have no address yet; `complete` finds them beside the bag all the same.
 */
export declare function releaseUrl(origin: string | undefined, tag: string): string;
