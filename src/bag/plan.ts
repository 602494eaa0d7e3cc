import type { Audit } from '../audit.js';
import type { Algorithm } from '../bytes/digest-threads.js';
import { assemble, type BagPlan, textMember } from './bag-plan.js';
import { bagInfoText, DECLARATION } from './bagit.js';
import { bomText } from './bom/bom.js';
import { citationText } from './citation/citation-file.js';
import { depositText } from './citation/deposit.js';
import { crateTexts } from './crate/crate.js';
import { previewText } from './crate/preview.js';
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
import { tensorsText } from './tensors.js';

/** Plans the bag of an audited tree. Pure; the same audit and options give the same plan. */
export function planBag(audit: Audit, options: PlanOptions): BagPlan {
  const facts = bagFacts(audit, options);
  const { apart = [], layout = 'root', documents = [] } = options;
  const algorithms: Algorithm[] = [...new Set<Algorithm>(['sha256', ...(options.algorithms ?? [])])];
  const text = (path: string, content: string): BagMember => textMember(path, content, algorithms);
  const collected = facts.files.map(
    ({ path, original, size, sha256 }): BagMember => ({
      path,
      size,
      sha256,
      others: options.digests?.get(original) ?? {},
      content: { from: 'tree', path: original },
    }),
  );
  const described = [...collected, text('data/data-sources.json', dataSourcesText(facts))];
  const crate = crateTexts(facts, described);
  const payload = [...described, text('data/ro-crate-metadata.json', crate.payload)];
  const renamed = facts.files
    .filter((file) => file.renamed.length > 0)
    .map((file) => ({ path: file.path, original: file.original, reasons: file.renamed }));
  const tags = tagTexts(facts, payload, { crate: crate.root, renamed, apart });
  return assemble({
    name: facts.name,
    time: facts.time,
    layout,
    algorithms,
    payload,
    tags: [...tags, ...documents].map((tag) => text(tag.path, tag.text)),
    tensors: (offsets) => tensorsText(facts, offsets),
    apart,
    renamed,
    leftOut: facts.leftOut,
  });
}

interface Described {
  crate: string;
  renamed: BagPlan['renamed'];
  apart: readonly ApartFile[];
}

/** The tag files that are made of facts; without manifests. */
function tagTexts(
  facts: BagFacts,
  payload: readonly BagMember[],
  { crate, renamed, apart }: Described,
): { path: string; text: string }[] {
  const names = renamed.map(({ path, original, reasons }) => ({ bag: path, original, reasons }));
  const texts = {
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
    'ro-crate-metadata.json': crate,
    'ro-crate-preview.html': previewText(crate),
  };
  return Object.entries(texts).flatMap(([path, text]) => (text === '' ? [] : { path, text }));
}
