/** A request that is ended where nothing is heard of its server for too long. */
export interface SilenceWatch {
  /** What a request of the server is given, which fails by it with words about the silence. */
  readonly signal: AbortSignal;
  /** The server was heard, or nobody listened: its time begins again, unless so few bytes came that they are as good as none. */
  alive(bytes?: number): void;
  /** Watches no more, and ends what is still under way. */
  end(): void;
}

/** What a server must send in its time: one that sends a byte now and then would hold on to us for years. */
const LEAST_BYTES = 1024;

/** Watches from now on. */
export function watchSilence(milliseconds: number): SilenceWatch {
  const abort = new AbortController();
  let heard = 0;
  const silent = (): void => {
    const what = heard === 0 ? 'no answer' : `no more than ${heard} bytes`;
    abort.abort(new Error(`${what} for ${milliseconds / 1000} seconds`));
  };
  const timer = setTimeout(silent, milliseconds);
  return {
    signal: abort.signal,
    alive(bytes = LEAST_BYTES) {
      heard += bytes;
      if (heard < LEAST_BYTES) return;
      heard = 0;
      timer.refresh();
    },
    end() {
      clearTimeout(timer);
      abort.abort();
    },
  };
}
