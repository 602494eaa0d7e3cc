import { byBytes } from '../../bytes/order.js';
import type { BagFacts } from '../facts.js';

export interface Libraries {
  components: object[];
  refs: string[];
  /** Reference of a package by its name, where exactly known. */
  refOf(name: string): string | undefined;
}

/** Ecosystems of environment files and the type of package URL they yield; others give no package URL. */
const PURL_TYPES: readonly [RegExp, string][] = [
  [/conda|mamba/i, 'conda'],
  [/^(?:r|renv|cran|packrat)\b|description/i, 'cran'],
  [/julia/i, 'julia'],
  [/npm|yarn|pnpm/i, 'npm'],
  [/pip|python|poetry|uv|pdm|pypi|requirements|pyproject|setup|pixi/i, 'pypi'],
];

/** Exactly pinned packages of all environment files, once each. */
export function libraries(facts: BagFacts): Libraries {
  const found = new Map<string, { name: string; version: string; purl?: string; paths: string[] }>();
  for (const { ecosystem, path, packages } of facts.assessment.evidence.environments) {
    for (const [name, version] of Object.entries(packages ?? {})) {
      const purl = purlOf(ecosystem, name, version);
      const ref = purl ?? `package:${name}@${version}`;
      const known = found.get(ref) ?? { name, version, ...(purl ? { purl } : {}), paths: [] };
      known.paths.push(path);
      found.set(ref, known);
    }
  }
  const entries = [...found].sort(([a], [b]) => byBytes(a, b));
  const byName = new Map(entries.map(([ref, { name }]) => [normalized(name), ref]));
  return {
    components: entries.map(([ref, { name, version, purl, paths }]) => ({
      type: 'library',
      'bom-ref': ref,
      name,
      version,
      ...(purl ? { purl } : {}),
      properties: [...new Set(paths)].map((path) => ({ name: 'modelbag:locked-in', value: path })),
    })),
    refs: entries.map(([ref]) => ref),
    refOf: (name) => byName.get(normalized(name)),
  };
}

/** Package URL; names of PyPI are lower case with `-` (its specification of names). */
function purlOf(ecosystem: string, name: string, version: string): string | undefined {
  const type = PURL_TYPES.find(([pattern]) => pattern.test(ecosystem))?.[1];
  if (!type || name === '' || version === '') return undefined;
  const shown = type === 'pypi' ? normalized(name) : name;
  return `pkg:${type}/${shown.split('/').map(encodeURIComponent).join('/')}@${encodeURIComponent(version)}`;
}

const normalized = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');
