import type { DataSource } from '../evidence/evidence.js';

/** Where a cited source stands. Only `gone` and `disabled` count as dead; `unknown` is no failure. */
export type SourceState = 'ok' | 'moved' | 'changed' | 'gone' | 'disabled' | 'gated' | 'unknown';

/** The states that mean a loss. */
export const isDead = (state: SourceState): boolean => state === 'gone' || state === 'disabled';

/** What one look at a source showed, before any memory of earlier ones. */
export interface Sighting {
  /**
   * `reached` it is there · `moved` there for good at another address · `gated` there, behind a form or a login ·
   * `disabled` taken down · `absent` the server says there is no such thing · `empty` a page in place of the file ·
   * `refused` the server does not answer programs · `unanswered` no answer, or one that says to come back ·
   * `unchecked` nobody can tell from here.
   */
  outcome: 'reached' | 'moved' | 'gated' | 'disabled' | 'absent' | 'empty' | 'refused' | 'unanswered' | 'unchecked';
  detail: string;
  /** HTTP status, 0 where there was no answer. */
  status: number;
  url: string;
  /** What tells this content from another: a revision or checksum of the service, else the ETag and length of a file. */
  identity?: Identity;
  /** The one who would know said so: an API of the service, a registry of identifiers. */
  authoritative?: boolean;
}

export interface Identity {
  /** Revision or checksum by which the service names the content. */
  digest?: string;
  /** Strong ETag. */
  etag?: string;
  length?: number;
  lastModified?: string;
}

/** What is remembered of a source between checks. */
export interface SourceMemory {
  state: SourceState;
  /** Day since when, as 2026-11-26. */
  since: string;
  /** Content when it was first seen. */
  identity?: Identity;
  /** Days of failing checks since the last good one, each once. */
  failures: { day: string; authoritative: boolean }[];
}

/** `sources` of `modelbag/sources/1`. */
export interface CheckedSource {
  kind: DataSource['kind'];
  value: string;
  revision?: string;
  state: SourceState;
  detail: string;
  since: string;
  evidence: { status: number; url: string; etag?: string; digest?: string };
  /** Where it may be found instead, for sources that moved or are gone. */
  suggestions?: string[];
  citedIn: { path: string; line: number }[];
}

/** `modelbag/sources/1` */
export interface SourcesDocument {
  schema: 'modelbag/sources/1';
  sources: CheckedSource[];
}
