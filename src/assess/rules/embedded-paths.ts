import { count } from '../quote.js';
import { personalPaths } from '../redact.js';
import type { Rule } from '../rule.js';

export const embeddedPaths: Rule = {
  id: 'embedded-paths',
  title: 'A model file names folders of the person who made it',
  severity: 'note',
  *check({ inspections }) {
    for (const { path, contents } of inspections) {
      const texts = contents.facts.map(({ value }) =>
        typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
      );
      const found = new Set(texts.flatMap(personalPaths));
      if (found.size === 0) continue;
      yield {
        path,
        message: `The file contains ${count(found.size, 'path')} inside a home directory, with a user name in ${found.size === 1 ? 'it' : 'them'}.`,
        advice: 'Harmless if the name may be public. Else save the model again from a neutral folder.',
      };
    }
  },
};
