import { FormatError } from '../bytes/format-error.js';
import { type GitFailure, type GitPlace, type GitProcess, notStarted, startGit } from './git.js';

/** What git says about an object before its bytes. */
export interface ObjectHead {
  id: string;
  type: string;
  size: number;
}

interface Session {
  child: GitProcess;
  parts: AsyncIterator<Buffer>;
  /** Bytes that arrived and nobody took yet. */
  rest: Buffer;
  failure?: GitFailure;
}

/** Reads objects through one `cat-file --batch` that lives as long as the tree; one object at a time, in order of asking. */
export class ObjectReader {
  #session: Session | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  constructor(readonly place: GitPlace) {}

  /**
   * Hands the bytes of an object to `consume`; resolves to null where the object is not there. Bytes that `consume`
   * leaves are skipped. Throws FormatError `truncated` for a damaged object, GitFailure when git cannot be started.
   */
  read<T>(id: string, consume: (head: ObjectHead, body: AsyncIterable<Buffer>) => Promise<T>): Promise<T | null> {
    const result = this.#queue.then(() => this.#read(id, consume));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** A small object as a whole, null where it is not there. */
  bytes(id: string): Promise<{ head: ObjectHead; bytes: Buffer } | null> {
    return this.read(id, async (head, body) => {
      const parts: Buffer[] = [];
      for await (const part of body) parts.push(part);
      return { head, bytes: parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, head.size) };
    });
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (!session || session.child.exitCode !== null || session.child.signalCode !== null) return;
    const closed = new Promise((resolve) => session.child.once('close', resolve));
    session.child.kill();
    await closed;
  }

  async #read<T>(
    id: string,
    consume: (head: ObjectHead, body: AsyncIterable<Buffer>) => Promise<T>,
  ): Promise<T | null> {
    if (/[\n\r\0]/.test(id)) throw new Error('an object id has no line breaks');
    this.#session ??= start(this.place);
    const session = this.#session;
    session.child.stdin.write(`${id}\n`);
    const head = parseHead(await this.#line(session));
    if (!head) return null;
    let left = head.size;
    const body = async function* (this: ObjectReader): AsyncGenerator<Buffer> {
      while (left > 0) {
        const part = await this.#some(session, left);
        left -= part.length;
        yield part;
      }
    }.bind(this);
    const result = await consume(head, body());
    while (left > 0) left -= (await this.#some(session, left)).length;
    await this.#some(session, 1);
    return result;
  }

  async #line(session: Session): Promise<string> {
    while (!session.rest.includes(0x0a)) session.rest = Buffer.concat([session.rest, await this.#next(session)]);
    const end = session.rest.indexOf(0x0a);
    const line = session.rest.toString('latin1', 0, end);
    session.rest = session.rest.subarray(end + 1);
    return line;
  }

  /** At least one and at most `most` bytes. */
  async #some(session: Session, most: number): Promise<Buffer> {
    while (session.rest.length === 0) session.rest = await this.#next(session);
    const part = session.rest.subarray(0, most);
    session.rest = session.rest.subarray(part.length);
    return part;
  }

  async #next(session: Session): Promise<Buffer> {
    const next = await session.parts.next();
    if (!next.done) return next.value;
    // Git ends on a damaged object; the next request starts it anew.
    if (this.#session === session) this.#session = undefined;
    throw session.failure ?? new FormatError('truncated', 'expected a whole git object, found a damaged one');
  }
}

function start(place: GitPlace): Session {
  const child = startGit(place, ['cat-file', '--batch']);
  const session: Session = { child, parts: child.stdout[Symbol.asyncIterator](), rest: Buffer.alloc(0) };
  child.on('error', (cause) => {
    session.failure = notStarted(cause);
  });
  child.stdin.on('error', (cause) => {
    session.failure ??= notStarted(cause);
  });
  child.stderr.resume();
  return session;
}

/** `<id> <type> <size>`, or `<id> missing` and the like. */
function parseHead(line: string): ObjectHead | null {
  const match = /^([0-9a-f]+) (blob|tree|commit|tag) ([0-9]+)$/.exec(line);
  return match ? { id: match[1] as string, type: match[2] as string, size: Number(match[3]) } : null;
}
