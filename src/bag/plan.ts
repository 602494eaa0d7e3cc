import type { Audit } from '../audit.js';
import { sha256 } from '../bytes/digest.js';
import { byBytes } from '../bytes/order.js';
import type { Refusal } from '../collect/collection.js';
import { bagInfoText, DECLARATION, manifestText } from './bagit.js';
import { bomText } from './bom/bom.js';
import { crateTexts } from './crate/crate.js';
import { previewText } from './crate/preview.js';
import { dataSourcesText } from './data-sources.js';
import { type BagFacts, bagFacts, type PlanOptions } from './facts.js';
import { asciiJsonText } from './json-text.js';
import { foldersAbove } from './layout.js';
import type { BagMember } from './member.js';
import { mofText } from './mof.js';
import type { RenameReason } from './names.js';
import { readmeText } from './readme/readme.js';
import type { ApartFile } from './split/apart.js';
import { fetchText } from './split/fetch-text.js';
import { PARTS_PATH, partsText } from './split/parts-document.js';
import { tensorsText } from './tensors.js';
import { layOut, type ZipLayout } from './zip/layout.js';

/** A bag as a value: everything is settled, every digest and offset known, nothing read or written. */
export interface BagPlan {
  /** `<repository>-<tag>`; the zip is called `<name>.zip`. */
  name: string;
  /** Seconds since 1970, UTC. */
  time: number;
  /** '' or `<name>/`: what stands before every path in the zip. */
  folder: string;
  /** What lies in the bag, sorted by bytes of the path. */
  members: BagMember[];
  /** Payload that lies beside the bag; the bag is incomplete without it. Sorted by bytes of the path. */
  apart: readonly ApartFile[];
  zip: ZipLayout;
  /** Files that are called otherwise in the bag. */
  renamed: { path: string; original: string; reasons: readonly RenameReason[] }[];
  leftOut: readonly Refusal[];
}

/** Plans the bag of an audited tree. Pure; the same audit and options give the same plan. */
export function planBag(audit: Audit, options: PlanOptions): BagPlan {
  const facts = bagFacts(audit, options);
  const collected = facts.files.map(
    (file): BagMember => ({
      path: file.path,
      size: file.size,
      sha256: file.sha256,
      content: { from: 'tree', path: file.original },
    }),
  );
  const described = [...collected, textMember('data/data-sources.json', dataSourcesText(facts))];
  const crate = crateTexts(facts, described);
  const payload = [...described, textMember('data/ro-crate-metadata.json', crate.payload)];
  const renamed = facts.files
    .filter((file) => file.renamed.length > 0)
    .map((file) => ({ path: file.path, original: file.original, reasons: file.renamed }));
  const apart = options.apart ?? [];
  const tagFiles = tagFilesOf(facts, payload, {
    crate: crate.root,
    renamed,
    apart,
    documents: options.documents ?? [],
  });
  const folder = options.layout === 'folder' ? `${facts.name}/` : '';
  const away = new Set(apart.map(({ path }) => path));
  const present = payload.filter(({ path }) => !away.has(path));
  const members = withTensorsAndTagManifest(facts, present, tagFiles, folder);
  return {
    name: facts.name,
    time: facts.time,
    folder,
    members,
    apart,
    zip: zipLayout(members, folder),
    renamed,
    leftOut: facts.leftOut,
  };
}

interface Described {
  crate: string;
  renamed: BagPlan['renamed'];
  apart: readonly ApartFile[];
  documents: readonly { path: string; text: string }[];
}

function tagFilesOf(
  facts: BagFacts,
  payload: readonly BagMember[],
  { crate, renamed, apart, documents }: Described,
): BagMember[] {
  const texts: [string, string][] = [
    ['README.txt', readmeText(facts, payload, apart)],
    ['bag-info.txt', bagInfoText(facts, payload)],
    ['bagit.txt', DECLARATION],
    ['bom.cdx.json', bomText(facts)],
    ['manifest-sha256.txt', manifestText(payload)],
    ['mof.yml', mofText(facts)],
    ['ro-crate-metadata.json', crate],
    ['ro-crate-preview.html', previewText(crate)],
    ...documents.map(({ path, text }): [string, string] => [path, text]),
  ];
  if (renamed.length > 0) {
    const names = renamed.map(({ path, original, reasons }) => ({ bag: path, original, reasons }));
    texts.push(['names.json', asciiJsonText({ schema: 'modelbag/names/1', names })]);
  }
  if (apart.length > 0) texts.push([PARTS_PATH, partsText(apart)]);
  const fetched = fetchText(apart);
  if (fetched !== '') texts.push(['fetch.txt', fetched]);
  return texts.map(([path, text]) => textMember(path, text));
}

/** tensors.csv tells offsets in the zip, which depend on what lies before the tensors; itself it lies behind them. */
function withTensorsAndTagManifest(
  facts: BagFacts,
  payload: readonly BagMember[],
  tagFiles: readonly BagMember[],
  folder: string,
): BagMember[] {
  const draft = zipLayout([...payload, ...tagFiles], folder);
  const offsets = new Map(draft.entries.map((entry) => [entry.name.slice(folder.length), entry.dataOffset]));
  const tags = [...tagFiles, textMember('tensors.csv', tensorsText(facts, offsets))];
  const members = [...payload, ...tags, textMember('tagmanifest-sha256.txt', manifestText(tags))];
  return members.sort((a, b) => byBytes(a.path, b.path));
}

/** Files and all their folders: crate readers expect an entry for each folder that is described. */
function zipLayout(members: readonly BagMember[], folder: string): ZipLayout {
  const files = members.map(({ path, size }) => ({ name: `${folder}${path}`, size }));
  const folders = [...foldersAbove(files.map((file) => file.name))].map((name) => ({ name, size: 0 }));
  return layOut([...files, ...folders]);
}

function textMember(path: string, text: string): BagMember {
  const bytes = Buffer.from(text);
  return { path, size: bytes.length, sha256: sha256(bytes), content: { from: 'text', text } };
}
