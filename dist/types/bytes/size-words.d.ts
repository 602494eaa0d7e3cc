/** Bytes for people, decimal as archives and disks count them. */
export declare function sizeWords(size: number): string;
