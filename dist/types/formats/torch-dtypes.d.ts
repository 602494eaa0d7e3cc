/** dtype of a storage class by qualified name, on any device: `torch.cuda.HalfStorage`. Undefined for other names. */
export declare function storageDtype(name: string): string | undefined;
/** dtype of the old tensor class `torch.FloatTensor` and its kin. */
export declare const tensorClassDtype: (name: string) => string | undefined;
/** dtype of a global such as `torch.float8_e4m3fn`. */
export declare function dtypeOfGlobal(name: string | undefined): string | undefined;
/** Bytes of one item; undefined for unknown dtypes. */
export declare function itemBytesOf(dtype: string): number | undefined;
