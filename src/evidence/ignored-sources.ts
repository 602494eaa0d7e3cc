import { declaredSources } from './declared-sources.js';

/**
 * Tells citations that the configuration calls none: written as a citation is declared, as the host of an address, or as a
 * beginning that ends in `*`.
 */
export function ignoring(patterns: readonly string[]): (value: string) => boolean {
  const beginnings = patterns.flatMap((pattern) => (pattern.endsWith('*') ? [pattern.slice(0, -1)] : []));
  const whole = patterns.filter((pattern) => !pattern.endsWith('*'));
  const values = new Set(whole.map(sourceOf));
  const hosts = whole
    .filter((pattern) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(pattern))
    .map((host) => host.toLowerCase());
  return (value) => {
    if (values.has(sourceOf(value)) || beginnings.some((beginning) => value.startsWith(beginning))) return true;
    const host = /^https?:\/\/([^/:?#]+)/i.exec(value)?.[1]?.toLowerCase();
    return host !== undefined && hosts.some((one) => host === one || host.endsWith(`.${one}`));
  };
}

/** The same for every way of writing a citation. */
const sourceOf = (citation: string): string => declaredSources([citation], '')[0]?.value ?? citation;
