/** True for types that Julia brings along. */
export declare const isOfJulia: (name: string) => boolean;
