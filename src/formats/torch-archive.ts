import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { locateZipMember, readZipDirectory, type ZipDirectory, type ZipMember } from '../containers/zip.js';
import type { Contents } from './format.js';
import { attempt } from './problems.js';
import type { StoragePlace } from './torch-storage.js';
import { openMember } from './zip-contents.js';

/** A zip as torch writes it: everything in one root folder named after the file. */
export interface TorchArchive {
  source: ByteSource;
  directory: ZipDirectory;
  /** With the slash; '' where members lie at the top. */
  root: string;
  /** Every member, by its name without the root; of duplicates all. */
  members: Map<string, ZipMember[]>;
}

/** Members that are small texts with one value. */
const VALUE_MEMBER =
  /^(?:version|\.data\/version|\.data\/python_version|byteorder|\.format_version|\.storage_alignment|\.data\/serialization_id|archive_version|archive_format)$/;
const MAX_VALUE_BYTES = 4096;
/** Local headers no further apart than this are read together, up to so many bytes at once. */
const NEAR_BYTES = 4096;
const RUN_BYTES = 1 << 18;

/** Reads the directory. The root is the folder of the shortest `data.pkl`, else of the first member. */
export async function openTorchArchive(source: ByteSource, limits: Limits): Promise<TorchArchive> {
  const directory = await readZipDirectory(source, limits);
  const root = rootOf(directory.members);
  const members = new Map<string, ZipMember[]>();
  for (const member of directory.members) {
    const name = member.name.startsWith(root) ? member.name.slice(root.length) : member.name;
    const known = members.get(name);
    if (known) known.push(member);
    else members.set(name, [member]);
  }
  return { source, directory, root, members };
}

export function rootOf(members: readonly ZipMember[]): string {
  const marks = members
    .filter(({ name }) => /(^|\/)(data\.pkl|version|archive_format|constants\.pkl|byteorder)$/.test(name))
    .map(({ name }) => name);
  const first = marks.sort((a, b) => a.split('/').length - b.split('/').length)[0] ?? members[0]?.name ?? '';
  const slash = first.indexOf('/');
  return slash < 0 ? '' : first.slice(0, slash + 1);
}

/** The one value of a small text member; undefined where there is no such member. */
export async function readValue(
  archive: TorchArchive,
  name: string,
  contents: Contents,
  limits: Limits,
): Promise<string | undefined> {
  const member = archive.members.get(name)?.[0];
  if (!member || !VALUE_MEMBER.test(name)) return undefined;
  return attempt(contents, { member: member.name }, async () => {
    if (member.size > MAX_VALUE_BYTES)
      throw new FormatError(
        'invalid-structure',
        `expected at most ${MAX_VALUE_BYTES} bytes in ${name}, found ${member.size}`,
        member.headerOffset,
      );
    const source = await openMember(archive, member, contents, limits);
    return Buffer.from(await source.read(0, source.size))
      .toString('utf8')
      .trim();
  });
}

export const isValueMember = (name: string): boolean => VALUE_MEMBER.test(name);

/** Where the members of a folder (`data/`) lie, by the rest of their name. Stored ones are not read; only their local headers are. */
export async function locateStorages(
  archive: TorchArchive,
  folder: string,
  contents: Contents,
  limits: Limits,
  wanted?: ReadonlySet<string>,
): Promise<Map<string, StoragePlace>> {
  const places = new Map<string, StoragePlace>();
  const list = [...archive.members]
    .filter(([name]) => name.startsWith(folder) && (wanted === undefined || wanted.has(name.slice(folder.length))))
    .map(([name, members]) => ({ key: name.slice(folder.length), member: members[members.length - 1] as ZipMember }))
    .sort((a, b) => a.member.headerOffset - b.member.headerOffset);
  for (const run of runsOf(list)) {
    const headers = await holdRun(archive.source, run);
    for (const { key, member } of run) {
      const place = await locateStorage(archive, headers, member, contents, limits);
      if (place) places.set(key, place);
    }
  }
  return places;
}

interface Storage {
  key: string;
  member: ZipMember;
}

/** Storages whose local headers are near each other, so that one read gets them all. */
function* runsOf(sorted: readonly Storage[]): Generator<Storage[]> {
  let run: Storage[] = [];
  for (const storage of sorted) {
    const { headerOffset } = storage.member;
    const [first, last] = [run[0], run[run.length - 1]];
    const isFar =
      first &&
      last &&
      (headerOffset - last.member.headerOffset > NEAR_BYTES || headerOffset - first.member.headerOffset > RUN_BYTES);
    if (isFar) {
      yield run;
      run = [];
    }
    run.push(storage);
  }
  if (run.length > 0) yield run;
}

/** The archive, with the headers of a run already read. */
async function holdRun(source: ByteSource, run: readonly Storage[]): Promise<ByteSource> {
  const [first, last] = [run[0], run[run.length - 1]];
  if (!first || !last || run.length < 2) return source;
  const start = Math.max(0, first.member.headerOffset);
  const end = Math.min(source.size, last.member.headerOffset + NEAR_BYTES);
  if (end <= start) return source;
  const held = await source.read(start, end);
  return {
    size: source.size,
    read: async (from, to) =>
      from >= start && to <= end && from <= to ? held.subarray(from - start, to - start) : source.read(from, to),
  };
}

async function locateStorage(
  archive: TorchArchive,
  headers: ByteSource,
  member: ZipMember,
  contents: Contents,
  limits: Limits,
): Promise<StoragePlace | null> {
  return (
    (await attempt(contents, { member: member.name }, async () => {
      if (member.method !== 0) {
        const source = await openMember(archive, member, contents, limits);
        return { source, start: 0, length: source.size, base: undefined, name: member.name };
      }
      const { start, end, problems } = await locateZipMember(headers, member);
      for (const { code, message } of problems)
        contents.observations.push({
          kind: 'malformed',
          code,
          message,
          member: member.name,
          offset: member.headerOffset,
        });
      return { source: archive.source, start, length: end - start, base: 0, name: member.name };
    })) ?? null
  );
}
