/** A piece of memory that other threads see too. Whoever took it gives it back. */
export interface Slot {
  /** Where it begins in `SHARED_MEMORY`. */
  start: number;
  bytes: Buffer;
  release(): void;
}

export const SLOT_BYTES = 1 << 21;
/** All bytes that are under way at once, whatever the number and size of files: the memory that reading and writing costs. */
const SLOTS = 8;

let memory: SharedArrayBuffer | undefined;
const free: Slot[] = [];
const waiting: ((slot: Slot) => void)[] = [];

/** The memory behind all slots, made on first use. */
export function sharedMemory(): SharedArrayBuffer {
  if (memory) return memory;
  memory = new SharedArrayBuffer(SLOTS * SLOT_BYTES);
  for (let i = 0; i < SLOTS; i++) {
    const start = i * SLOT_BYTES;
    const slot: Slot = { start, bytes: Buffer.from(memory, start, SLOT_BYTES), release: () => giveBack(slot) };
    free.push(slot);
  }
  return memory;
}

/** The next free slot, in order of asking. Nobody waits for one while holding another: that is why nobody waits forever. */
export async function takeSlot(): Promise<Slot> {
  sharedMemory();
  return free.pop() ?? new Promise((resolve) => waiting.push(resolve));
}

/** A free slot for those who hold one already and must not wait. */
export const freeSlot = (): Slot | undefined => free.pop();

function giveBack(slot: Slot): void {
  const next = waiting.shift();
  if (next) next(slot);
  else free.push(slot);
}
