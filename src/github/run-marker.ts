import type { Marker } from '../report/comment-marker.js';
import type { Host } from './host.js';

/** The marker that this run writes. */
export const markerFor = ({ env }: Pick<Host, 'env'>, key: string, sha: string): Marker => ({
  key,
  run: Number(env['GITHUB_RUN_ID'] ?? 0),
  attempt: Number(env['GITHUB_RUN_ATTEMPT'] ?? 1),
  sha,
});
