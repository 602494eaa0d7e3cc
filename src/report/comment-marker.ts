import { isWindowsDevice } from '../tree/windows-device.js';

/** What the first line of our comment says to our next run; invisible on GitHub. */
export interface Marker {
  /** Tells apart the comments of several jobs. */
  key: string;
  /** Id of the workflow run, which grows across all workflows of a repository. */
  run: number;
  attempt: number;
  /** Commit that the comment speaks of. */
  sha: string;
}

/** Keys that a marker can hold and that are a name on every disk; others are refused where they are read. */
export const isKey = (text: string): boolean =>
  /^[A-Za-z0-9_-](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$/.test(text) && !isWindowsDevice(text);

export const writeMarker = ({ key, run, attempt, sha }: Marker): string =>
  `<!-- modelbag:comment key=${key} run=${run} attempt=${attempt} sha=${sha} -->`;

/** The marker of a comment; only its very first line counts, so that quoted text cannot pose as ours. */
export function readMarker(body: string): Marker | null {
  const found =
    /^<!-- modelbag:comment key=([A-Za-z0-9._-]{1,64}) run=(\d{1,15}) attempt=(\d{1,6}) sha=([0-9a-f]{0,64}) -->/.exec(
      body,
    );
  if (!found) return null;
  const [, key, run, attempt, sha] = found as unknown as [string, string, string, string, string];
  return { key, run: Number(run), attempt: Number(attempt), sha };
}

/** True where `marker` was written by a later run than `than`. */
export const isNewer = (marker: Marker, than: Marker): boolean =>
  marker.run !== than.run ? marker.run > than.run : marker.attempt > than.attempt;
