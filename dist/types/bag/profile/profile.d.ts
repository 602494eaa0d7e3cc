/** A BagIt profile (https://bagit-profiles.github.io/bagit-profiles-specification/, 1.3): what a receiver wants of bags. */
export interface BagItProfile {
    'BagIt-Profile-Info': {
        'BagIt-Profile-Identifier': string;
    };
    'Bag-Info'?: Record<string, {
        required?: boolean;
        values?: readonly string[];
        repeatable?: boolean;
    }>;
    'Manifests-Required'?: readonly string[];
    'Manifests-Allowed'?: readonly string[];
    'Tag-Manifests-Required'?: readonly string[];
    'Tag-Manifests-Allowed'?: readonly string[];
    'Tag-Files-Required'?: readonly string[];
    'Tag-Files-Allowed'?: readonly string[];
    'Allow-Fetch.txt'?: boolean;
    'Fetch.txt-Required'?: boolean;
    Serialization?: 'forbidden' | 'required' | 'optional';
    'Accept-Serialization'?: readonly string[];
    'Accept-BagIt-Version'?: readonly string[];
}
/** Of the bags that `pack` writes, as published. */
export declare const MODEL_ARCHIVE: BagItProfile;
export declare const profileId: (profile: BagItProfile) => string;
/** Reads a profile from JSON, which may be anybody's. Throws UsageError; `path` is for its message. */
export declare function parseProfile(text: string, path: string): BagItProfile;
