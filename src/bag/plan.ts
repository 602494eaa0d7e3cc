import type { Audit } from '../audit.js';
import type { Algorithm } from '../bytes/digest-threads.js';
import type { Digests } from '../bytes/pass.js';
import { assemble, type BagPlan, textMember } from './bag-plan.js';
import { bagInfoText, DECLARATION } from './bagit.js';
import { bomText } from './bom/bom.js';
import { citationText } from './citation/citation-file.js';
import { depositText } from './citation/deposit.js';
import { type CrateTexts, crateTexts } from './crate/crate.js';
import { dataSourcesText } from './data-sources.js';
import { droidText } from './droid.js';
import { type BagFacts, bagFacts, type PlanOptions } from './facts.js';
import { asciiJsonText } from './json-text.js';
import type { BagMember } from './member.js';
import { mofText } from './mof.js';
import { readmeText } from './readme/readme.js';
import type { ApartFile } from './split/apart.js';
import { fetchText } from './split/fetch-text.js';
import { PARTS_PATH, partsText } from './split/parts-document.js';
import { tensorLines } from './tensors.js';
import type { Text } from './text.js';

/** Plans the bag of an audited tree. Pure; the same audit and options give the same plan. */
export function planBag(audit: Audit, options: PlanOptions): BagPlan {
  const facts = bagFacts(audit, options);
  const { apart = [], layout = 'root', documents = [] } = options;
  const algorithms: Algorithm[] = [...new Set<Algorithm>(['sha256', ...(options.algorithms ?? [])])];
  const text = (path: string, content: Text): BagMember => textMember(path, content, algorithms);
  const collected = facts.files.map(
    ({ path, original, size, sha256 }): BagMember => ({
      path,
      size,
      sha256,
      others: options.digests?.get(original) ?? NO_OTHERS,
      content: { from: 'tree', path: original },
    }),
  );
  const described = [...collected, text('data/data-sources.json', dataSourcesText(facts))];
  const crate = crateTexts(facts, described);
  const payload = [...described, text('data/ro-crate-metadata.json', crate.payload)];
  const renamed = facts.files
    .filter((file) => file.renamed.length > 0)
    .map((file) => ({ path: file.path, original: file.original, reasons: file.renamed }));
  const tags = tagTexts(facts, payload, { crate, renamed, apart });
  return assemble({
    name: facts.name,
    time: facts.time,
    layout,
    algorithms,
    payload,
    tags: [...tags, ...documents].map((tag) => text(tag.path, tag.text)),
    tensors: (offsetOf) => () => tensorLines(facts, offsetOf),
    apart,
    renamed,
    leftOut: facts.leftOut,
  });
}

/** One for all files: there may be hundreds of thousands. */
const NO_OTHERS: Digests = {};

interface Described {
  crate: CrateTexts;
  renamed: BagPlan['renamed'];
  apart: readonly ApartFile[];
}

/** The tag files that are made of facts; without manifests. */
function tagTexts(
  facts: BagFacts,
  payload: readonly BagMember[],
  { crate, renamed, apart }: Described,
): { path: string; text: Text }[] {
  const names = renamed.map(({ path, original, reasons }) => ({ bag: path, original, reasons }));
  const texts: Record<string, Text> = {
    '.zenodo.json': depositText(facts),
    'CITATION.cff': citationText(facts),
    'README.txt': readmeText(facts, payload, apart),
    'bag-info.txt': bagInfoText(facts, payload),
    'bagit.txt': DECLARATION,
    'bom.cdx.json': bomText(facts),
    'droid.csv': droidText(facts),
    'fetch.txt': fetchText(apart),
    'mof.yml': mofText(facts),
    'names.json': names.length > 0 ? asciiJsonText({ schema: 'modelbag/names/1', names }) : '',
    [PARTS_PATH]: apart.length > 0 ? partsText(facts.name, apart) : '',
    'ro-crate-metadata.json': crate.root,
    'ro-crate-preview.html': crate.preview,
  };
  return Object.entries(texts).flatMap(([path, text]) => (text === '' ? [] : { path, text }));
}
