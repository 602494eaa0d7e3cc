import { openFile } from '../bytes/file-source.js';
import { DEFAULT_LIMITS } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { isTar, openTarMember, readTar } from '../containers/tar.js';
import { openZipMember, readZipDirectory } from '../containers/zip.js';

/**
 * The text of a document at the top of a bag, or in its one top folder; null where it has none of at most `most` bytes. Of a
 * bag in the network little more is fetched. Throws FormatError where it is neither a zip nor a tar.
 */
export async function readDocument(bag: ByteSource, name: string, most: number): Promise<string | null> {
  const isWanted = (member: { name: string; size: number }): boolean =>
    member.size <= most && /^(?:[^/]+\/)?([^/]+)$/.exec(member.name)?.[1] === name;
  const source = await ((await isTar(bag)) ? memberOfTar : memberOfZip)(bag, isWanted);
  return source && Buffer.from(await source.read(0, source.size)).toString('utf8');
}

/** The same of a bag on the disk. */
export async function documentIn(path: string, name: string, most: number): Promise<string | null> {
  const bag = await openFile(path);
  try {
    return await readDocument(bag, name, most);
  } finally {
    await bag.close();
  }
}

type IsWanted = (member: { name: string; size: number }) => boolean;

async function memberOfTar(bag: ByteSource, isWanted: IsWanted): Promise<ByteSource | null> {
  const { members } = await readTar(bag, DEFAULT_LIMITS);
  const member = members.find((one) => one.kind === 'file' && isWanted(one));
  return member ? openTarMember(bag, member) : null;
}

async function memberOfZip(bag: ByteSource, isWanted: IsWanted): Promise<ByteSource | null> {
  const { members } = await readZipDirectory(bag);
  const member = members.find(isWanted);
  return member ? openZipMember(bag, member) : null;
}
