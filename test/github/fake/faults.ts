import type { Exchange } from './journal.js';

/** What goes wrong with an exchange. */
export interface Fault {
  /** Shown in the journal. */
  name: string;
  /** Method and path template, or a look at the request. */
  when: string | ((request: Pick<Exchange, 'host' | 'method' | 'path' | 'route' | 'query'>) => boolean);
  /** How many exchanges it hits; one by default. */
  times?: number;
  /** Exchanges that pass before the first is hit. */
  after?: number;
  /** Milliseconds before anything is answered. */
  delay?: number;
  /** Answered instead of the truth. `keep`: the request takes effect all the same, its answer is lost. */
  answer?: { status: number; body?: unknown; html?: string; headers?: Record<string, string>; keep?: boolean };
  /** The connection breaks: before the request is read, after so many bytes of its body, or instead of the answer. */
  reset?: 'before' | 'answer' | { afterBytes: number };
  /** The answer ends after so many bytes although its length promised more. */
  truncate?: number;
  /** An upload is stored with another first byte. */
  corrupts?: boolean;
  /** Nothing more is read of an upload after its first bytes, and nothing is answered. */
  stalls?: boolean;
  /** An upload takes effect as a `starter` asset, as a failed one leaves behind. */
  leavesStarter?: boolean;
}

export class Faults {
  private readonly waiting: { fault: Fault; left: number; passed: number }[] = [];

  add(fault: Fault): void {
    this.waiting.push({ fault, left: fault.times ?? 1, passed: 0 });
  }

  /** The fault that hits this request, if any; counts it. */
  take(request: Pick<Exchange, 'host' | 'method' | 'path' | 'route' | 'query'>): Fault | null {
    for (const entry of this.waiting) {
      const { fault } = entry;
      const fits = typeof fault.when === 'string' ? fault.when === request.route : fault.when(request);
      if (!fits || entry.left === 0) continue;
      if (entry.passed++ < (fault.after ?? 0)) continue;
      entry.left--;
      return fault;
    }
    return null;
  }

  /** Names of the faults that have not hit as often as they should. */
  pending(): string[] {
    return this.waiting.filter(({ left }) => left > 0).map(({ fault }) => fault.name);
  }

  clear(): void {
    this.waiting.length = 0;
  }
}

/** The page that GitHub's front shows when a server behind it does not answer. */
export const UNICORN =
  '<!DOCTYPE html>\n<html>\n  <head>\n    <title>Unicorn! &middot; GitHub</title>\n  </head>\n  <body>\n' +
  '    <p><strong>We had issues producing the response to your request.</strong></p>\n  </body>\n</html>\n';
