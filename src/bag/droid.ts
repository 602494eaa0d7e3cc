import { extensionOf } from '../formats/glimpse.js';
import type { Inspection } from '../formats/inspection.js';
import { csvLine } from './csv.js';
import type { BagFacts, PackedFile } from './facts.js';
import { mediaTypeOf } from './media-type.js';
import { puidOf } from './puid.js';
import byExtension from './puids.json' with { type: 'json' };
import type { Text } from './text.js';

/** As DROID exports them, one row a file, so that tools which read its exports read this. */
const COLUMNS = [
  'ID',
  'PARENT_ID',
  'URI',
  'FILE_PATH',
  'NAME',
  'METHOD',
  'STATUS',
  'SIZE',
  'TYPE',
  'EXT',
  'LAST_MODIFIED',
  'EXTENSION_MISMATCH',
  'SHA256_HASH',
  'FORMAT_COUNT',
  'PUID',
  'MIME_TYPE',
  'FORMAT_NAME',
  'FORMAT_VERSION',
] as const;

/** Identifiers of PRONOM (signature file v123 of 2026-06) by extension, of formats that it knows by nothing else. */
const PUIDS: Readonly<Record<string, string[]>> = byExtension;

interface Identified {
  method: 'Signature' | 'Extension' | '';
  puid: string;
  name: string;
  version: string;
  mediaType: string;
  isMismatch: boolean;
}

/**
 * droid.csv: the formats of the payload. Models were identified by content, also where PRONOM has no identifier for what they are: then
 * PUID is empty, and the name is ours. Other files are known by their extension alone, and METHOD says so.
 */
export function droidText(facts: BagFacts): Text {
  const inspections = new Map(facts.inspections.map((inspection) => [inspection.path, inspection]));
  const row = (file: PackedFile, i: number): string => {
    const found = identified(file, inspections.get(file.original));
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    return csvLine([
      `${i + 1}`,
      '',
      `bag:/${encodeURI(file.path)}`,
      file.path,
      name,
      found.method,
      'Done',
      `${file.size}`,
      'File',
      extensionOf(file.path).replace(/^\./, ''),
      facts.timestamp.replace('Z', ''),
      `${found.isMismatch}`,
      file.sha256,
      found.method === '' ? '0' : '1',
      found.puid,
      found.mediaType,
      found.name,
      found.version,
    ]);
  };
  return function* () {
    yield csvLine(COLUMNS);
    for (const [i, file] of facts.files.entries()) yield row(file, i);
  };
}

function identified(file: PackedFile, inspection: Inspection | undefined): Identified {
  const extension = extensionOf(file.original);
  const mediaType = mediaTypeOf(file.path);
  // A format that nobody has described is none that was identified.
  if (inspection && inspection.format.facts.specification !== '') {
    const { facts, name, extensions } = inspection.format;
    return {
      method: 'Signature',
      puid: puidOf(inspection) ?? '',
      name,
      version: inspection.contents.version ?? '',
      mediaType: facts.mediaType ?? mediaType,
      isMismatch: extensions.length > 0 && !extensions.includes(extension),
    };
  }
  const [puid = '', name = ''] = PUIDS[extension.replace(/^\./, '')] ?? [];
  return { method: puid === '' ? '' : 'Extension', puid, name, version: '', mediaType, isMismatch: false };
}
