import type { Evidence } from '../../evidence/evidence.js';
import { folderAbove } from '../../formats/file-access.js';
import type { Report } from '../finding.js';
import { list, quote } from '../quote.js';
import type { Rule } from '../rule.js';

/** `2.1.0+cu118` and `2.1.0` are the same release. */
const release = (version: string): string => version.replace(/\+.*$/, '');

export const frameworkMismatch: Rule = {
  id: 'framework-mismatch',
  title: 'A model was saved with another version than the environment pins',
  severity: 'warning',
  guideline: 'S3',
  *check({ models, evidence }) {
    yield* twoVersions(evidence.framework);
    for (const { path, needs } of models) {
      for (const need of needs) {
        if (!/^\d+\.\d+/.test(need.version)) continue;
        const pinned = evidence.environments.flatMap(({ packages, path: file }) => {
          const version = packages && Object.hasOwn(packages, need.package) ? packages[need.package] : undefined;
          return version === undefined ? [] : [{ version, file }];
        });
        if (pinned.length === 0 || pinned.some(({ version }) => release(version) === release(need.version))) continue;
        yield {
          path,
          message: `Saved with ${quote(`${need.package} ${need.version}`)}, but ${list(pinned.map(({ file }) => file))} pins ${list(pinned.map(({ version }) => version))}.`,
          advice: 'Pin the version that made the model, or train and save it again with the pinned one.',
        };
      }
    }
  },
};

/** Two files of one project that both fix a library, at different versions: at most one of them made the model. */
function* twoVersions(rows: Evidence['framework']): Iterable<Report> {
  const exact = rows.filter((row) => row.exact === 'yes' && row.where !== '');
  for (const [i, one] of exact.entries())
    for (const other of exact.slice(i + 1)) {
      const [a, b] = [folderAbove(one.where), folderAbove(other.where)];
      const isOneProject = a.startsWith(b) || b.startsWith(a);
      if (one.package !== other.package || !isOneProject || release(one.version) === release(other.version)) continue;
      const [, path = one.where, line] = /^(.*?)(?::(\d+))?$/.exec(one.where) ?? [];
      yield {
        path,
        ...(line !== undefined && { line: Number(line) }),
        kind: 'two-versions',
        confidence: 'medium',
        message: `${quote(`${one.package} ${one.version}`)} here, but ${quote(other.version)} in ${quote(other.where)}: nobody can tell which of the two made the model.`,
        advice: 'Keep one file, or give both the same version.',
      };
    }
}
