import type { ModelReport } from '../../assess/assessment.js';
import { everyState } from '../../assess/sets.js';
import type { Role } from '../../collect/collection.js';
import type { Inspection } from '../../formats/inspection.js';
import type { BagFacts, PackedFile } from '../facts.js';
import { mediaTypeOf } from '../media-type.js';
import type { BagMember } from '../member.js';
import { puidOf } from '../puid.js';
import { FOLDER_DESCRIPTIONS, ROLE_FOLDERS } from '../role-folders.js';
import { counted, type Entity, oneLine, oneOrItems, oneOrMany, pathId, type Reference, reference } from './entity.js';
import { environmentFiles, languageOf } from './languages.js';
import { crateVersion } from './version.js';

export interface Files {
  /** What the root holds directly. */
  parts: Reference[];
  /** Models of several files. */
  collections: Reference[];
  /** Of folders. */
  folders: Entity[];
  /** Of files, one for each file of the payload. */
  files(): Iterable<Entity>;
  /** Of models of several files, and pages that describe formats. */
  others: Entity[];
  /** Identifiers of the languages that the code is written in. */
  languages: ReadonlySet<string>;
  /** Reference to a model by its path in the repository: its file, or the collection of its files. */
  modelReference(path: string): Reference | undefined;
  /** Reference to any packed file by its path in the repository. */
  fileReference(path: string): Reference | undefined;
  /** Reference to the folder of files that have a role. */
  folderReference(role: Role): Reference;
}

/** Entities of all payload files and their folders; `idOf` turns a path in the bag into an identifier. */
export function files(facts: BagFacts, payload: readonly BagMember[], idOf: (path: string) => string): Files {
  const models = new Map(facts.assessment.models.map((model) => [model.path, model]));
  const inspections = new Map(facts.inspections.map((inspection) => [inspection.path, inspection]));
  const packed = ({ content }: BagMember) => (content.from === 'tree' ? facts.byOriginal.get(content.path) : undefined);
  const scripts = new Map(facts.assessment.evidence.scripts.map((script) => [script.path, script.language]));
  const languageIn = (file: PackedFile | undefined): string | undefined =>
    file && isCode(file) ? languageOf(file.original, scripts.get(file.original)) : undefined;
  const fileReference = (path: string): Reference | undefined => {
    const file = facts.byOriginal.get(path);
    return file && reference(idOf(file.path));
  };
  const environment = environmentFiles(facts);
  const natives = nativesOf(facts);
  const entityOf = (member: BagMember): Entity => {
    const file = packed(member);
    const model = file && models.get(file.original);
    const native = file && facts.byOriginal.get(natives.get(file.original) ?? '');
    const language = languageIn(file);
    return {
      '@id': idOf(member.path),
      '@type': language ? ['File', 'SoftwareSourceCode'] : 'File',
      name: oneLine(file?.original ?? 'Sources of the training data'),
      description: file
        ? describe(file, model, facts.made.get(file.original)?.kind)
        : 'Where the training data lies, as the repository cites it',
      encodingFormat: encodingOf(member.path, file && inspections.get(file.original)),
      contentSize: `${member.size}`,
      sha256: member.sha256,
      ...(file && facts.swhids.files.has(file.original) ? { identifier: facts.swhids.files.get(file.original) } : {}),
      ...(language
        ? {
            programmingLanguage: reference(language),
            ...sourceOf(facts, file),
            softwareRequirements: oneOrMany(
              environment(language, file?.original ?? '').flatMap((path) => fileReference(path) ?? []),
            ),
          }
        : {}),
      ...(native && native !== file ? { isBasedOn: reference(idOf(native.path)) } : {}),
    };
  };
  const folders = folderEntities(facts, idOf);
  const collections = collectionEntities(facts, idOf);
  const byPath = new Map(collections.map((entry) => [entry.path, reference(entry.entity['@id'])]));
  return {
    parts: [
      ...folders.map((folder) => reference(folder['@id'])),
      ...payload.filter((member) => !packed(member)).map((member) => reference(idOf(member.path))),
    ],
    collections: [...byPath.values()],
    folders,
    *files() {
      for (const member of payload) yield entityOf(member);
    },
    others: [...collections.map((entry) => entry.entity), ...formatPages(facts, payload, inspections)],
    languages: new Set(facts.files.flatMap((file) => languageIn(file) ?? [])),
    modelReference: (path) => byPath.get(path) ?? fileReference(path),
    fileReference,
    folderReference: (role) => reference(idOf(`${ROLE_FOLDERS[role]}/`)),
  };
}

/** Which state of a script it is, and where people can look at it. */
function sourceOf(facts: BagFacts, file: PackedFile | undefined): { version: string; url?: string } {
  const { commit, repositoryUrl, tag } = facts;
  const page =
    commit && file && repositoryUrl?.startsWith('https://github.com/')
      ? `/blob/${commit}/${encodeURI(file.original)}`
      : '';
  return {
    version: commit ?? oneLine(tag),
    ...(repositoryUrl && { url: `${repositoryUrl}${page.replace(/[#?]/g, encodeURIComponent)}` }),
  };
}

const isCode = (file: PackedFile): boolean => file.role === 'script' || file.role === 'notebook';

function describe(file: PackedFile, model: ModelReport | undefined, made: 'copy' | 'proof' | undefined): string {
  if (made === 'proof') return 'Proof that an open copy equals its model, made for the archive';
  if (!model) return `${ROLE_WORDS[file.role]}${file.renamed.length > 0 ? ', renamed for the archive' : ''}`;
  const { format, openness, safety } = model;
  return [
    `${ROLE_WORDS[file.role]}: ${oneLine(format.name)}${format.version ? ` ${oneLine(format.version)}` : ''}`,
    `${counted(model.tensorCount, 'tensor')} with ${counted(model.parameterCount, 'parameter')}`,
    `openness ${openness.class} (${openness.promise === 'preservable' ? 'preservable' : 'bitstream preservation only'})`,
    `loading ${model.loading}`,
    `safety inspection ${safety.status}${safety.status === 'complete' ? `, ${safety.verdict}` : ''}`,
    ...(made ? ['made for the archive'] : []),
  ].join('; ');
}

const ROLE_WORDS: Readonly<Record<PackedFile['role'], string>> = {
  model: 'Model',
  export: 'Open copy of a model',
  script: 'Script',
  notebook: 'Notebook',
  environment: 'Software environment',
  config: 'Settings',
  document: 'Documentation',
  license: 'License',
  citation: 'Citation',
  'model-card': 'Model card',
  'training-data': 'Training data',
  metrics: 'Metrics of the model',
  other: 'Supplementary file',
};

/** Media type, and for models a page that describes the format: its entry in PRONOM, else its specification. */
function encodingOf(path: string, inspection: Inspection | undefined): string | (string | Reference)[] {
  const mediaType = inspection?.format.facts.mediaType ?? mediaTypeOf(path);
  const page = inspection && pageOf(inspection);
  return page ? [mediaType, reference(page)] : mediaType;
}

function pageOf(inspection: Inspection): string | undefined {
  const puid = puidOf(inspection);
  const page = puid ? `https://www.nationalarchives.gov.uk/PRONOM/${puid}` : inspection.format.facts.specification;
  return /^https?:\/\/[^\s"<>]+$/.test(page) ? page : undefined;
}

/** Pages that describe the formats of what lies in the payload. */
function formatPages(
  facts: BagFacts,
  payload: readonly BagMember[],
  inspections: ReadonlyMap<string, Inspection>,
): Entity[] {
  const pages = new Map<string, Entity>();
  for (const { content } of payload) {
    const inspection = content.from === 'tree' ? inspections.get(content.path) : undefined;
    const page = inspection && pageOf(inspection);
    if (!page || pages.has(page)) continue;
    const { format } = inspection;
    const puid = puidOf(inspection);
    const name = oneLine(puid ? `${format.name} (PRONOM ${puid})` : format.name);
    pages.set(page, { '@id': page, '@type': crateVersion(facts).formatPage, name });
  }
  return [...pages.values()];
}

/** Open copy → the native model that it was derived from: the one it was made of, else the first that it stands beside. */
function nativesOf({ assessment, made }: BagFacts): Map<string, string> {
  const natives = new Map<string, string>();
  for (const { native, open } of everyState(assessment.sets))
    for (const path of open) if (!natives.has(path)) natives.set(path, native);
  for (const [path, { kind, native }] of made) if (kind === 'copy') natives.set(path, native);
  return natives;
}

function folderEntities(facts: BagFacts, idOf: (path: string) => string): Entity[] {
  return Object.entries(FOLDER_DESCRIPTIONS).flatMap(([folder, description]) => {
    const inside = facts.files.filter((file) => file.path.startsWith(`${folder}/`));
    if (inside.length === 0) return [];
    return {
      '@id': idOf(`${folder}/`),
      '@type': 'Dataset',
      name: folder.slice('data/'.length).replace('-', ' '),
      description,
      hasPart: oneOrItems(inside.length, function* () {
        for (const file of inside) yield reference(idOf(file.path));
      }),
    };
  });
}

function collectionEntities(facts: BagFacts, idOf: (path: string) => string): { path: string; entity: Entity }[] {
  return facts.assessment.models.flatMap((model) => {
    const paths = [...new Set([model.path, ...model.companions])];
    const parts = paths.flatMap((path) => facts.byOriginal.get(path) ?? []);
    const [main] = parts;
    if (main === undefined || parts.length < 2) return [];
    const entity: Entity = {
      '@id': `#model-${pathId(main.path.slice('data/'.length))}`,
      '@type': 'Collection',
      name: oneLine(`Model ${model.path}`),
      description: `${oneLine(model.format.name)} of ${counted(parts.length, 'file')}`,
      mainEntity: reference(idOf(main.path)),
      hasPart: parts.map((part) => reference(idOf(part.path))),
    };
    return { path: model.path, entity };
  });
}
