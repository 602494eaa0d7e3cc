import { webAddress } from '../facts.js';

/**
 * What will stand before the names of a release's assets once it is published. Where no forge is known, a host that never exists
 * (RFC 2606) says that the files have no address yet; `complete` finds them beside the bag all the same.
 */
export function releaseUrl(origin: string | undefined, tag: string): string {
  const repository = webAddress(origin);
  const isGitHub = repository?.startsWith('https://github.com/');
  return `${isGitHub ? repository : 'https://unpublished.invalid'}/releases/download/${encodeURIComponent(tag)}/`;
}
