import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';
import type { OpenedModel } from './open-model.js';

/** Slowest reading that is still called progress when everything is digested: bytes per millisecond. */
const DIGEST_BYTES_PER_MILLISECOND = 5_000;

/** Milliseconds of a clock that only goes forward; `performance.now` is one more module for Node to load. */
const now = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

/** A model whose time is limited. */
export interface Watched extends Pick<OpenedModel, 'source' | 'companion' | 'companionKind' | 'listCompanions'> {
  /** Allows the time that digesting so many bytes may take. */
  extend(bytes: number): void;
}

/** The same model whose reads fail with `resource-limit` once its time is over. Readers that never read are bounded by counts. */
export function withDeadline(opened: OpenedModel, milliseconds: number): Watched {
  const started = now();
  let allowed = milliseconds;
  const watch = (source: ByteSource): ByteSource => ({
    size: source.size,
    async read(start, end) {
      const elapsed = now() - started;
      if (elapsed > allowed)
        throw new FormatError(
          'resource-limit',
          `expected at most ${allowed} ms of reading, found ${Math.round(elapsed)} ms`,
          start,
        );
      return source.read(start, end);
    },
  });
  return {
    source: watch(opened.source),
    companion: async (relative) => {
      const source = await opened.companion(relative);
      return source && watch(source);
    },
    companionKind: opened.companionKind,
    listCompanions: opened.listCompanions,
    extend(bytes) {
      allowed += Math.round(now() - started) + Math.ceil(bytes / DIGEST_BYTES_PER_MILLISECOND);
    },
  };
}
