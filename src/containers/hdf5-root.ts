import type { ByteSource } from '../bytes/source.js';
import { readAttributes } from './hdf5-attributes.js';
import { isGroup, type Link, readLinks } from './hdf5-links.js';
import { readObjectHeader } from './hdf5-object-header.js';
import { readSuperblock } from './hdf5-superblock.js';

/** Names of members and attributes of one group, and a way into its members. */
export interface Hdf5Root {
  attributes: Set<string>;
  members: Set<string>;
  /** The same of a member that is a group; null where it is none. */
  group(name: string): Promise<Hdf5Root | null>;
}

/** Reads the names in the root group and nothing else: enough to tell what wrote a file. */
export async function readHdf5Root(source: ByteSource): Promise<Hdf5Root> {
  const { bytes, root } = await readSuperblock(source);
  const open = async (address: number): Promise<Hdf5Root | null> => {
    const header = await readObjectHeader(bytes, address);
    const links = new Map<string, Link>();
    for await (const link of readLinks(bytes, header)) links.set(link.name, link);
    if (links.size === 0 && address !== root && !isGroup(header)) return null;
    return {
      attributes: new Set((await readAttributes(bytes, header)).map(({ name }) => name)),
      members: new Set(links.keys()),
      group: async (name) => {
        const link = links.get(name);
        return link?.kind === 'hard' ? open(link.address) : null;
      },
    };
  };
  return (await open(root)) as Hdf5Root;
}
