import type { Assessment } from '../assess/assessment.js';
import type { Audit } from '../audit.js';
import type { Algorithm } from '../bytes/digest-threads.js';
import type { Digests } from '../bytes/pass.js';
import type { Refusal, Role } from '../collect/collection.js';
import { besideFile } from '../formats/file-access.js';
import type { Inspection } from '../formats/inspection.js';
import type { BagLayout } from './bag-layout.js';
import { bagName, portableNames, type RenameReason } from './names.js';
import { ROLE_FOLDERS } from './role-folders.js';
import type { ApartFile } from './split/apart.js';
import { type Swhids, swhidsOf } from './swhid.js';
import { uuid5 } from './uuid.js';

/** The program that writes the bag. */
export interface Software {
  name: string;
  version: string;
  url?: string;
}

export interface PlanOptions {
  tag: string;
  /** When the release was made, seconds since 1970 in UTC: the only time in the bag. */
  time: number;
  software: Software;
  /** Tag files made by the caller: report.md, report.html, evidence.json, schemas/…; paths in portable characters. */
  documents?: readonly { path: string; text: string }[];
  /** Collected files that must not be packed although they were collected, with the reason. */
  leaveOut?: readonly Refusal[];
  layout?: BagLayout['id'];
  /** Version of RO-Crate; 1.2 by default. */
  rocrate?: '1.1' | '1.2';
  /** Manifests beside those of sha256. */
  algorithms?: readonly Algorithm[];
  /** Digests by them, by path in the repository. */
  digests?: ReadonlyMap<string, Digests>;
  /** Files of the payload that lie beside the bag, in byte order of their paths. */
  apart?: readonly ApartFile[];
}

/** A file of the repository and its place in the bag. */
export interface PackedFile {
  /** In the bag. */
  path: string;
  /** In the repository. */
  original: string;
  role: Role;
  size: number;
  sha256: string;
  /** Why `path` does not end with `original`; empty where it does. */
  renamed: readonly RenameReason[];
}

/** A file that was made for the bag: of an open copy that was compared with its model, or what that showed. */
export interface MadeFile {
  kind: 'copy' | 'proof';
  /** Path of the model in the repository. */
  native: string;
}

/** Everything that the documents of a bag are made of. */
export interface BagFacts {
  assessment: Assessment;
  inspections: readonly Inspection[];
  /** `<repository>-<tag>` in portable characters. */
  name: string;
  tag: string;
  time: number;
  /** `2026-11-25` */
  date: string;
  /** `2026-11-25T04:01:00Z` */
  timestamp: string;
  software: Software;
  /** UUID of this release of this repository. */
  id: string;
  /** UUID of the repository, the same for all its releases. */
  groupId: string;
  /** Web address of the repository, without credentials. */
  repositoryUrl?: string;
  commit?: string;
  title: string;
  rocrate: '1.1' | '1.2';
  swhids: Swhids;
  files: readonly PackedFile[];
  /** Path in the repository → packed file. */
  byOriginal: ReadonlyMap<string, PackedFile>;
  /** Of those in `byOriginal` that are not of the project: open copies that were made for the bag, and their proofs. */
  made: ReadonlyMap<string, MadeFile>;
  leftOut: readonly Refusal[];
}

/** Settles names, times and identifiers. Pure: nothing but the audit and the options counts. */
export function bagFacts(audit: Audit, options: PlanOptions): BagFacts {
  const { assessment, collection } = audit;
  const { tree } = collection;
  const repositoryUrl = webAddress(tree.origin);
  const named = repositoryUrl ?? `urn:modelbag:${assessment.repository}`;
  const { files, leftOut } = packedFiles(audit, options.leaveOut ?? []);
  const timestamp = `${new Date(options.time * 1000).toISOString().slice(0, 19)}Z`;
  const commit = tree.revision?.commit;
  return {
    assessment,
    inspections: audit.inspections,
    name: bagName(assessment.repository, options.tag),
    tag: options.tag,
    time: options.time,
    date: timestamp.slice(0, 10),
    timestamp,
    software: options.software,
    id: uuid5(`${named}@${commit ?? assessment.revision}#${options.tag}`),
    groupId: uuid5(named),
    ...(repositoryUrl ? { repositoryUrl } : {}),
    ...(commit ? { commit } : {}),
    title: assessment.evidence.documents.citation?.title ?? assessment.repository,
    rocrate: options.rocrate ?? '1.2',
    swhids: swhidsOf(audit, repositoryUrl),
    files,
    byOriginal: new Map(files.map((file) => [file.original, file])),
    made: new Map(audit.copies.flatMap(madeFiles)),
    leftOut,
  };
}

/** Collected files whose digest is known, with their names in the bag; the others are left out with the reason. */
function packedFiles(audit: Audit, leaveOut: readonly Refusal[]): { files: PackedFile[]; leftOut: Refusal[] } {
  const unwanted = new Set(leaveOut.map((refusal) => refusal.path));
  const leftOut = [...audit.assessment.refused, ...leaveOut];
  const known = new Set(leftOut.map((refusal) => refusal.path));
  const nameIn = portableNames();
  const files: PackedFile[] = [];
  for (const { path, role, size, sha256 } of audit.assessment.files) {
    if (unwanted.has(path)) continue;
    if (sha256 === '') {
      if (!known.has(path)) leftOut.push(unreadable(path));
      continue;
    }
    const { path: bagPath, reasons } = nameIn(ROLE_FOLDERS[role], path);
    files.push({ path: bagPath, original: path, role, size, sha256, renamed: reasons });
  }
  return { files, leftOut };
}

/** Paths of a copy are relative to the folder of its model. */
function madeFiles({ native, path, files }: Audit['copies'][number]): [string, MadeFile][] {
  const copies = files.map((file): [string, MadeFile] => [besideFile(native, file.path), { kind: 'copy', native }]);
  return [...copies, [besideFile(native, `${path}.proof.json`), { kind: 'proof', native }]];
}

const unreadable = (path: string): Refusal => ({
  path,
  kind: 'unreadable',
  reason: 'expected readable content, found none when the repository was read',
  advice: 'Fetch the content or make it readable, then pack again.',
});

/** Web address of a remote, without credentials and `.git`; undefined for local paths, which are nobody's business. */
export function webAddress(origin: string | undefined): string | undefined {
  const match =
    /^(?:https?:\/\/|ssh:\/\/|git:\/\/)?(?:[^@/\s]*@)?([A-Za-z0-9.-]+\.[A-Za-z]{2,})(?::\d+)?[:/]([^\s?#]+?)(?:\.git)?\/?$/.exec(
      origin ?? '',
    );
  return match ? `https://${match[1]}/${(match[2] ?? '').replace(/^\/+/, '')}` : undefined;
}
