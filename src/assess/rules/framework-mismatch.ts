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
