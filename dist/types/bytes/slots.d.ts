/** A piece of memory that other threads see too. Whoever took it gives it back. */
export interface Slot {
    /** Where it begins in `SHARED_MEMORY`. */
    start: number;
    bytes: Buffer;
    release(): void;
}
export declare const SLOT_BYTES: number;
/** The memory behind all slots, made on first use. */
export declare function sharedMemory(): SharedArrayBuffer;
/** The next free slot, in order of asking. Nobody waits for one while holding another: that is why nobody waits forever. */
export declare function takeSlot(): Promise<Slot>;
/** A free slot for those who hold one already and must not wait. */
export declare const freeSlot: () => Slot | undefined;
