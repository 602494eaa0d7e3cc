import { everyState } from '../../assess/sets.js';
import { namedAuthors } from '../citation/authors.js';
import { releaseDay } from '../citation/citation-file.js';
import type { BagFacts } from '../facts.js';
import type { BagMember } from '../member.js';
import { plainAscii } from '../names.js';
import type { ApartFile } from '../split/apart.js';
import { listedFile } from '../split/parts-document.js';
import { readmeEnglish } from './english.js';
import { readmeGerman } from './german.js';
import { missingWords } from './missing.js';
import type { OpenCopy, ReadmeFacts } from './told.js';

/** README.txt: plain ASCII, for a person who has the zip and nothing else. English first, then German. */
export function readmeText(facts: BagFacts, payload: readonly BagMember[], apart: readonly ApartFile[]): string {
  const { assessment } = facts;
  const { license } = assessment.evidence.documents;
  const [author] = namedAuthors(facts);
  const sets = new Map(everyState(assessment.sets).map((set) => [set.native, set]));
  const missing = missingWords(apart.map(listedFile), facts.name);
  const told: Omit<ReadmeFacts, 'missing'> = {
    title: plainAscii(facts.title),
    tag: plainAscii(facts.tag),
    date: releaseDay(facts) ?? null,
    repository: plainAscii(facts.repositoryUrl ?? assessment.repository),
    commit: facts.commit ?? '',
    program: plainAscii(facts.software.name),
    software: plainAscii(`${facts.software.name} ${facts.software.version}`),
    license: license?.spdx ? plainAscii(license.spdx) : null,
    licensePath: (license && facts.byOriginal.get(license.path)?.path) ?? null,
    contact: author
      ? plainAscii(author.name ?? [author.givenNames, author.familyNames].filter(Boolean).join(' '))
      : null,
    models: assessment.models.flatMap((model) => {
      const file = facts.byOriginal.get(model.path);
      const set = sets.get(model.path);
      const promise = set?.promise ?? model.openness.promise;
      // What is open by itself needs none.
      const open = promise === 'preservable' && model.openness.promise !== 'preservable' ? (set?.open ?? []) : [];
      const copies = open.flatMap((each): OpenCopy[] => {
        const path = facts.byOriginal.get(each)?.path;
        const ownProof = facts.made.get(each)?.native === model.path ? 'proof' : 'not-proven';
        return path === undefined ? [] : [{ path, equality: set?.proof === 'tensors' ? 'tensors' : ownProof }];
      });
      const copy = copies.find(({ equality }) => equality !== 'not-proven') ?? copies[0] ?? null;
      return file ? { path: file.path, format: plainAscii(model.format.name), promise, copy } : [];
    }),
    payload: { files: payload.length, bytes: payload.reduce((sum, member) => sum + member.size, 0) },
    leftOut: facts.leftOut.map(({ path, reason }) => ({ path: plainAscii(path), reason: plainAscii(reason) })),
    rocrate: facts.rocrate,
    hasMade: facts.files.some(({ original }) => facts.made.has(original)),
    hasRenamed: facts.files.some((file) => file.renamed.length > 0),
  };
  const english = readmeEnglish({ ...told, missing: missing.english });
  return `${english}\n\n${'='.repeat(78)}\n\n${readmeGerman({ ...told, missing: missing.german })}`;
}
