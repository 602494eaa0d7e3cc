import type { ByteSource } from '../bytes/source.js';
/**
 * The part of a source that a machine looks at. It grows while opcodes go on and is small again after a jump, so that a
 * pickle between huge arrays is read without them. A source itself, for the few bytes that are read besides opcodes.
 */
export declare class PickleWindow implements ByteSource {
    #private;
    readonly source: ByteSource;
    readonly size: number;
    /** Offset of the first byte of `bytes`. */
    base: number;
    bytes: Buffer;
    constructor(source: ByteSource);
    /**
     * Makes at least `needed` bytes from `offset` part of the window, `wanted` where the source has them, and returns the
     * position of `offset` in it. The caller has checked that the source has what is needed.
     */
    moveTo(offset: number, needed: number, wanted?: number): Promise<number>;
    read(start: number, end: number): Promise<Uint8Array>;
}
/** Bytes of a window that outlive it. */
export declare function copyOf(window: Buffer, start: number, end: number): Uint8Array;
