import { fstatSync, writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import type { Output } from './terminal.js';

/** True for the error of a pipe whose reader went away: whoever reads may stop (`| head`), which is no failure. */
const isDeaf = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === 'EPIPE';

/**
 * Standard output or standard error. Files and pipes are written to directly, where the system waits for them; Node's own
 * stream, which brings a large part of Node along, is opened for terminals, on Windows, and for a pipe that does not wait.
 */
export class StandardOutput implements Output {
  readonly #isDirect: boolean;
  readonly #mayBeTerminal: boolean;
  #stream: WriteStream | undefined;

  constructor(
    readonly descriptor: 1 | 2,
    readonly open: () => WriteStream,
  ) {
    const isDevice = fstatSync(descriptor).isCharacterDevice();
    const isWindows = process.platform === 'win32';
    this.#mayBeTerminal = isDevice || isWindows;
    this.#isDirect = !isDevice && !isWindows;
  }

  get isTTY(): boolean {
    return this.#mayBeTerminal && this.stream().isTTY === true;
  }

  get columns(): number | undefined {
    return this.isTTY ? this.stream().columns : undefined;
  }

  /** True where something may still be on its way. */
  get isOpen(): boolean {
    return this.#stream !== undefined;
  }

  stream(): WriteStream {
    if (this.#stream === undefined) {
      this.#stream = this.open();
      this.#stream.on('error', (error) => {
        // The work goes on, and its exit code says how it went.
        if (!isDeaf(error)) throw error;
      });
    }
    return this.#stream;
  }

  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    const written = this.#isDirect && this.#stream === undefined ? this.#writeDirectly(bytes) : 0;
    if (written === bytes.length) return;
    await new Promise<void>((resolve, reject) => {
      this.stream().write(bytes.subarray(written), (error) => (error && !isDeaf(error) ? reject(error) : resolve()));
    });
  }

  /** How many bytes the system took, all of them where nobody reads any more. */
  #writeDirectly(bytes: Uint8Array): number {
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.descriptor, bytes, written);
    } catch (error) {
      if (isDeaf(error)) return bytes.length;
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
    return written;
  }
}
