/** Decodes LZF, which h5py offers as a fast compression: literal runs and back references of up to 8 KiB. */
export declare function decodeLzf(bytes: Uint8Array, most: number): Uint8Array;
