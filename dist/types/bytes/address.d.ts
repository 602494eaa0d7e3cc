/** A name or address of this machine itself. */
export declare const isLoopback: (host: string) => boolean;
/** A host of an address that is not public: a name of this machine or its network, or an address that is. IPv6 is never given by strangers. */
export declare const isPrivateHost: (host: string) => boolean;
/** A numeric address of this machine, of a private network, or of none. */
export declare function isPrivateAddress(address: string): boolean;
