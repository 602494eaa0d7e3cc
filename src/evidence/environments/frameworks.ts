import { grouped } from '../../bytes/grouped.js';
import type { Evidence } from '../evidence.js';
import type { Declaration, Declared } from './declaration.js';
import frameworks from './frameworks.json' with { type: 'json' };

type Framework = Evidence['framework'][number];

interface Placed {
  path: string;
  format: { ecosystem: string };
  declared: Declared;
}

interface Mention {
  path: string;
  item: Declaration;
}

/** Folders whose environments are not those of the training. */
const ASIDE = /(^|\/)(examples?|docs?|tests?|demo|website|\.github|\.devcontainer)\//i;

/**
 * The libraries that train models here, and whether their version is exact anywhere. Which are used is said by the
 * imports, or where there are none, by the environments. Different exact versions give a row each: a contradiction.
 */
export function findFrameworks(files: readonly Placed[], imported: ReadonlySet<string>): Framework[] {
  const central = files.filter((file) => !ASIDE.test(file.path));
  const byName = mentionsByName(central.length > 0 ? central : files);
  const rows = frameworks.flatMap((framework) => {
    const isImported = framework.imports.some((name) => imported.has(name));
    const mentions = mentionsOf(framework.packages, byName);
    const image = imageWith(files, framework.images);
    if (!isImported && (imported.size > 0 || (mentions.length === 0 && !image))) return [];
    return rowsOf(framework.package, mentions, image);
  });
  return rows.length > 0 ? rows : plainLanguages(files);
}

function rowsOf(name: string, mentions: readonly Mention[], image: Mention | undefined): Framework[] {
  const exact = mentions.filter(({ item }) => item.pin === 'exact' && item.version !== undefined);
  const versions = [...new Set(exact.map(({ item }) => publicVersion(item.version!)))];
  if (versions.length > 0) {
    return versions.map((version) => {
      const { path, item } = exact.find((mention) => publicVersion(mention.item.version!) === version)!;
      return { package: name, version, exact: 'yes', where: `${path}:${item.line}` };
    });
  }
  if (image)
    return [
      {
        package: name,
        version: /^\d+(\.\d+)+/.exec(image.item.version ?? '')?.[0] ?? image.item.version ?? '',
        exact: image.item.hashed ? 'yes' : 'partly',
        where: `${image.path}:${image.item.line}`,
      },
    ];
  // Fixed by what it is taken from, which does not say the version.
  const fixed = mentions.find(({ item }) => item.pin === 'exact');
  if (fixed) return [{ package: name, version: '', exact: 'partly', where: `${fixed.path}:${fixed.item.line}` }];
  const loose = mentions.find(({ item }) => item.wish !== undefined) ?? mentions[0];
  return [
    {
      package: name,
      version: loose?.item.wish ?? '',
      exact: 'no',
      where: loose ? `${loose.path}:${loose.item.line}` : '',
    },
  ];
}

/** Builds of one version for several machines (`2.7.1+cpu`, `2.7.1+cu128`) are that version. */
const publicVersion = (version: string): string => version.split('+', 1)[0]!;

/** The package under the first of its names that is exact: `sklearn` beside `scikit-learn` is an empty shell. */
function mentionsOf(packages: readonly string[], byName: ReadonlyMap<string, Mention[]>): Mention[] {
  const found = packages.map((name) => byName.get(name) ?? []);
  return found.find((mentions) => mentions.some(({ item }) => item.pin === 'exact')) ?? found.flat();
}

function mentionsByName(files: readonly Placed[]): Map<string, Mention[]> {
  // A lock says it more firmly than the list that it was made from.
  const ordered = [...files].sort((a, b) => Number(b.declared.closure) - Number(a.declared.closure));
  return grouped(
    ordered.flatMap(({ path, declared, format }) =>
      declared.declarations.map((item): [string, Mention] => {
        // Guix puts the language before the name: `python-pytorch`.
        const name = format.ecosystem === 'guix' ? item.name.replace(/^(python|r)-/, '') : item.name;
        return [name, { path, item }];
      }),
    ),
  );
}

/** A container image that carries the framework and whose tag or digest fixes it. */
function imageWith(files: readonly Placed[], names: readonly string[]): Mention | undefined {
  return files
    .filter((file) => file.format.ecosystem === 'docker')
    .flatMap(({ path, declared }) => declared.declarations.map((item) => ({ path, item })))
    .find(({ item }) => item.pin === 'exact' && names.some((name) => item.name.endsWith(`/${name}`)));
}

/** No package trains models, but the language itself may: R's own `lm` and `glm`. */
function plainLanguages(files: readonly Placed[]): Framework[] {
  const r = files.find((file) => file.format.ecosystem === 'cran' && file.declared.interpreter !== undefined);
  return r ? [{ package: 'R', version: r.declared.interpreter!, exact: 'yes', where: r.path }] : [];
}
