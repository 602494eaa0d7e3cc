interface Named {
    name: string;
    size: number;
}
interface Placed extends Named {
    headerOffset: number;
}
/** MS-DOS date and time (two 16-bit fields in one number, time low), without a zone, in steps of two seconds. */
export type DosTime = number;
/** The first day that every zip tool can show in every time zone, in seconds since 1970: the time where nothing tells one. */
export declare const EARLIEST: number;
/** UTC seconds as MS-DOS time, held between 1980-02-01 and 2107-12-31, which every reader can show in every zone. */
export declare function dosTime(seconds: number): DosTime;
export declare const localHeaderLength: (entry: Named) => number;
export declare const centralHeaderLength: (entry: Placed) => number;
export declare const endLength: (entries: number, offset: number, size: number) => number;
/** Writes a local header at the beginning of `target`. */
export declare function writeLocalHeader(target: Buffer, entry: Named, crc: number, time: DosTime): void;
/** Writes an entry of the central directory at the beginning of `target`, whose bytes are 0. */
export declare function writeCentralHeader(target: Buffer, entry: Placed, crc: number, time: DosTime): void;
/** End of the central directory, with the zip64 records where a value needs them. */
export declare function endRecords(entries: number, offset: number, size: number): Buffer;
export {};
