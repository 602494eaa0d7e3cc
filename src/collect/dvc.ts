import { digestsOf } from '../bytes/digest.js';
import type { OpenByteSource } from '../bytes/source.js';
import { parseYaml } from '../containers/yaml-document.js';
import { folderOf, nameOf } from '../formats/file-access.js';
import { AbsentContent } from '../tree/absent.js';
import type { Surroundings } from '../tree/tree.js';

/** A file or folder that DVC tracks: its content lies in a cache or on a remote, named by its MD5. */
export interface DvcOutput {
  /** Path in the tree. */
  path: string;
  md5: string;
  /** Bytes, where DVC recorded them. */
  size?: number;
  /** A folder: the MD5 is that of its listing. */
  isFolder: boolean;
  /** File of the tree that says so. */
  source: string;
}

/** What DVC says of the tree: tracked outputs, and those declared to be models. */
export interface DvcRecords {
  outputs: DvcOutput[];
  models: Set<string>;
}

/** Longest DVC file that is parsed. */
const DVC_BYTES = 4 * 1024 * 1024;

const isDvcFile = (path: string): boolean => /(^|\/)dvc\.(lock|ya?ml)$|[^/]\.dvc$/.test(path);

/** Reads `.dvc` files, `dvc.lock` (recorded outputs) and `dvc.yaml` (artifacts that are models). */
export async function readDvc(
  paths: readonly string[],
  open: (path: string) => Promise<OpenByteSource>,
): Promise<DvcRecords> {
  const records: DvcRecords = { outputs: [], models: new Set() };
  for (const path of paths.filter(isDvcFile)) {
    const value = await parseFile(path, open);
    const folder = folderOf(path);
    if (/\.ya?ml$/.test(path)) {
      for (const artifact of Object.values(mapping(value['artifacts'])))
        if (mapping(artifact)['type'] === 'model') records.models.add(place(folder, mapping(artifact)['path']) ?? '');
    } else if (nameOf(path) === 'dvc.lock') {
      for (const stage of Object.values(mapping(value['stages'])))
        addOutputs(mapping(stage)['outs'], folder, path, records);
    } else addOutputs(value['outs'], joinDirectory(folder, value['wdir']), path, records);
  }
  records.outputs = [...new Map(records.outputs.map((output) => [output.path, output])).values()];
  return records;
}

async function parseFile(
  path: string,
  open: (path: string) => Promise<OpenByteSource>,
): Promise<Record<string, unknown>> {
  const source = await open(path);
  try {
    if (source.size > DVC_BYTES) return {};
    const parsed = await parseYaml(Buffer.from(await source.read(0, source.size)).toString('utf8'));
    return 'value' in parsed ? mapping(parsed.value) : {};
  } finally {
    await source.close();
  }
}

function addOutputs(outs: unknown, folder: string, source: string, records: DvcRecords): void {
  for (const out of Array.isArray(outs) ? outs.map(mapping) : []) {
    const path = place(folder, out['path']);
    const md5 = typeof out['md5'] === 'string' ? /^([0-9a-f]{32})(\.dir)?$/.exec(out['md5']) : null;
    if (path === null || !md5) continue;
    records.outputs.push({
      path,
      md5: md5[1] as string,
      ...(Number.isSafeInteger(out['size']) && { size: out['size'] as number }),
      isFolder: md5[2] !== undefined,
      source,
    });
  }
}

const mapping = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** Folder that the paths of a `.dvc` file are relative to. */
const joinDirectory = (folder: string, below: unknown): string =>
  typeof below !== 'string' ? folder : (resolvePath(folder, below) ?? folder);

/** A path as the file writes it, seen from the root of the tree; null where it leaves the tree or is the root. */
function place(folder: string, path: unknown): string | null {
  return typeof path === 'string' ? resolvePath(folder, path) || null : null;
}

function resolvePath(folder: string, path: string): string | null {
  if (/^[/\\]|^[A-Za-z]:|\0/.test(path)) return null;
  const segments: string[] = folder === '' ? [] : folder.split('/');
  for (const segment of path.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) return null;
    } else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

/** Files below a tracked folder, from its listing in the cache; empty where the cache does not have it. */
async function filesOfFolder(output: DvcOutput, surroundings: Surroundings): Promise<DvcOutput[]> {
  const source = await surroundings.dvc(`${output.md5}.dir`);
  if (!source) return [];
  try {
    if (source.size > DVC_BYTES) return [];
    const listed: unknown = JSON.parse(Buffer.from(await source.read(0, source.size)).toString('utf8'));
    return (Array.isArray(listed) ? listed.map(mapping) : []).flatMap((file) => {
      const path = place(output.path, file['relpath']);
      const md5 = file['md5'];
      const isInside = path?.startsWith(`${output.path}/`);
      return path !== null && isInside && typeof md5 === 'string' && /^[0-9a-f]{32}$/.test(md5)
        ? [{ path, md5, isFolder: false, source: output.source }]
        : [];
    });
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  } finally {
    await source.close();
  }
}

/** A tracked file whose content is on this machine. */
export interface DvcFile {
  path: string;
  size: number;
  open(): Promise<OpenByteSource>;
}

/** The tracked file, or every file of the tracked folder, where all of them are on this machine; else null. */
export async function findDvcFiles(
  output: DvcOutput,
  surroundings: Surroundings | undefined,
): Promise<DvcFile[] | null> {
  if (!surroundings) return null;
  const outputs = output.isFolder ? await filesOfFolder(output, surroundings) : [output];
  const found: DvcFile[] = [];
  for (const one of outputs) {
    const file = await findDvcFile(one, surroundings);
    if (!file) return null;
    found.push(file);
  }
  return found.length > 0 ? found : null;
}

/** Looks into the local cache, then into the work tree; the MD5 must fit. */
async function findDvcFile({ path, md5 }: DvcOutput, surroundings: Surroundings): Promise<DvcFile | null> {
  for (const open of [() => surroundings.dvc(md5), () => surroundings.workTree(path)]) {
    const source = await open();
    if (!source) continue;
    try {
      if ((await digestsOf(source, ['md5'])).md5 !== md5) continue;
    } finally {
      await source.close();
    }
    const reopen = async () => {
      const again = await open();
      if (!again) throw new AbsentContent(path, 'it is not on this machine any more');
      return again;
    };
    return { path, size: source.size, open: reopen };
  }
  return null;
}
