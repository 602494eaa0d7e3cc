/** Runs tasks in order, at most `limit` at a time; each `start` waits for a free place. */
export interface Lanes {
  /** Starts a task as soon as fewer than `limit` run. Throws what went wrong with an earlier one. */
  start(task: () => Promise<void>): Promise<void>;
  /** Waits for all of them. Throws what went wrong first. */
  end(): Promise<void>;
  /** Waits for all of them and throws nothing: for those who already have an error. */
  settle(): Promise<void>;
}

export function lanes(limit: number): Lanes {
  const running = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  const check = (): void => {
    if (failure) throw failure.error;
  };
  return {
    async start(task) {
      while (running.size >= limit) await Promise.race(running);
      check();
      const run: Promise<void> = task()
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => running.delete(run));
      running.add(run);
    },
    async end() {
      await Promise.all(running);
      check();
    },
    async settle() {
      await Promise.all(running);
    },
  };
}

/** The results of both once both have ended; throws what went wrong with the first that did not succeed. */
export async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}
