import { type Declaration, normalizePythonName } from './declaration.js';

const NAME = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*/;
const COMMIT = /@[0-9a-f]{40}(?:$|[#?&\s])/i;
const DIGEST = /#(?:.*&)?(?:sha256|sha384|sha512)=[0-9a-f]{64,}/i;

/** A dependency specifier (PEP 508) as pip, setuptools, conda's pip section and pyproject write it; `undefined` where it is none. */
export function parsePythonRequirement(text: string, line: number): Declaration | undefined {
  const wish = text.trim();
  const name = NAME.exec(wish);
  if (!name) return undefined;
  const rest = wish.slice(name[0].length);
  const base = { name: normalizePythonName(name[1]!), line };
  if (rest.startsWith('@')) return { ...base, ...pinOfUrl(rest.slice(1).trim()) };
  const [specifier = '', ...markers] = rest.split(';');
  if (markers.length === 0 && specifier.trim() !== '' && !/^[(<>=!~]/.test(specifier)) return undefined;
  return { ...base, ...pinOfSpecifier(specifier.trim().replace(/^\((.*)\)$/, '$1')) };
}

/** What a version specifier (PEP 440) fixes. */
export function pinOfSpecifier(specifier: string): Pick<Declaration, 'pin' | 'version' | 'wish' | 'hashed' | 'why'> {
  if (specifier === '' || specifier === '*') return { pin: 'bare', hashed: false };
  const exact = /^={2,3}\s*([^\s,*]+)$/.exec(specifier);
  if (exact) return { pin: 'exact', version: exact[1]!, wish: specifier, hashed: false };
  return { pin: 'range', wish: specifier.replace(/\s+/g, ''), hashed: false };
}

/** What a direct reference fixes: a commit, a digest, or whatever lies there on the day. */
export function pinOfUrl(reference: string): Pick<Declaration, 'pin' | 'version' | 'wish' | 'hashed' | 'why'> {
  const wish = reference.split(/\s+;|\s+#/)[0]!.trim();
  if (/^file:/i.test(wish)) return { pin: 'broken', hashed: false, why: 'a file:// path exists on one machine only' };
  if (/^[./~]|^[A-Za-z]:[\\/]/.test(wish))
    return { pin: 'broken', wish, hashed: false, why: 'a path outside of the repository' };
  if (/^(git|hg|svn|bzr)\+|\.git(@|$)/i.test(wish)) {
    const commit = COMMIT.exec(wish);
    if (commit) return { pin: 'exact', version: commit[0].slice(1, 41), wish, hashed: true };
    return { pin: 'range', wish, hashed: false, why: 'a branch or tag of a repository can move; name the commit' };
  }
  if (DIGEST.test(wish)) return { pin: 'exact', wish, hashed: true };
  const version =
    /[-/]v?(\d+(?:\.\d+)+(?:(?:a|b|rc|\.?post|\.?dev)\d+)?(?:\+[\w.]+)?)(?:-|\.tar|\.zip|\.whl|\/|$)/i.exec(wish)?.[1];
  const why = 'a URL without digest can change; add #sha256=…';
  return { pin: 'range', wish, hashed: false, why, ...(version !== undefined && { version }) };
}
