import { createHash } from 'node:crypto';
import type { Algorithm } from '../bytes/digest-threads.js';
import { once } from '../bytes/once.js';
import { byBytes } from '../bytes/order.js';
import type { Digests } from '../bytes/pass.js';
import type { Refusal } from '../collect/collection.js';
import { everyFolderAbove } from '../formats/file-access.js';
import { type BagLayout, layoutOf } from './bag-layout.js';
import { manifestName, manifestText } from './bagit.js';
import type { BagMember } from './member.js';
import type { RenameReason } from './names.js';
import type { ApartFile } from './split/apart.js';
import type { OffsetOf } from './tensors.js';
import { chunksOf, type Text } from './text.js';
import { layOut, type ZipLayout } from './zip/layout.js';

/** A bag as a value: everything is settled, every digest and offset known, nothing read or written. Long texts are there as what makes them. */
export interface BagPlan {
  /** `<repository>-<tag>`; the zip is called `<name>.zip`. */
  name: string;
  /** Seconds since 1970, UTC. */
  time: number;
  layout: BagLayout['id'];
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

/** What a bag is put together from. */
export interface Ingredients extends Pick<BagPlan, 'name' | 'time' | 'layout' | 'apart' | 'renamed' | 'leftOut'> {
  /** Of the manifests, sha256 among them. */
  algorithms: readonly Algorithm[];
  /** All of it, what lies beside the bag too. */
  payload: readonly BagMember[];
  /** Tag files but manifests and tensors.csv. */
  tags: readonly BagMember[];
  /** Text of tensors.csv, from the places of payload files in the zip. Null where the bag has none. */
  tensors: ((offsetOf: OffsetOf) => Text) | null;
}

/** Puts a bag together: manifests, tensors.csv, tag manifests, and the place of everything. */
export function assemble({ algorithms, payload, tags, tensors, ...plan }: Ingredients): BagPlan {
  const layout = layoutOf(plan.layout);
  const folder = layout.hasTopFolder ? `${plan.name}/` : '';
  const away = new Set(plan.apart.map(({ path }) => path));
  const present = payload.filter(({ path }) => !away.has(path));
  const text = (path: string, content: Text): BagMember => textMember(path, content, algorithms);
  const described = [
    ...tags,
    ...algorithms.map((algorithm) => text(manifestName('manifest', algorithm), manifestText(payload, algorithm))),
  ];
  if (tensors) {
    // Its own length shifts nothing that it tells of: it lies behind the payload.
    const inZip = once(() => {
      const { entries } = zipLayout([...present, ...described], folder);
      return new Map(entries.map(({ name, dataOffset }) => [name.slice(folder.length), dataOffset]));
    });
    const offsetOf: OffsetOf = (path) => (layout.form === 'zip' ? inZip().get(path) : undefined);
    described.push(text('tensors.csv', tensors(offsetOf)));
  }
  const tagManifests = algorithms.map((algorithm) =>
    text(manifestName('tagmanifest', algorithm), manifestText(described, algorithm)),
  );
  const members = [...present, ...described, ...tagManifests].sort((a, b) => byBytes(a.path, b.path));
  return { ...plan, folder, members, zip: zipLayout(members, folder) };
}

/** Files and all their folders: crate readers expect an entry for each folder that is described. */
function zipLayout(members: readonly BagMember[], folder: string): ZipLayout {
  const files = members.map(({ path, size }) => ({ name: `${folder}${path}`, size }));
  const folders = [...everyFolderAbove(files.map((file) => file.name))].map((name) => ({ name, size: 0 }));
  return layOut([...files, ...folders]);
}

/** A file of ours, digested. */
export function textMember(path: string, text: Text, algorithms: readonly Algorithm[]): BagMember {
  const asked = new Set<Algorithm>(['sha256', ...algorithms]);
  const hashes = [...asked].map((algorithm) => ({ algorithm, hash: createHash(algorithm) }));
  let size = 0;
  for (const chunk of chunksOf(text)) {
    size += chunk.length;
    for (const { hash } of hashes) hash.update(chunk);
  }
  const { sha256 = '', ...others }: Digests = Object.fromEntries(
    hashes.map(({ algorithm, hash }) => [algorithm, hash.digest('hex')]),
  );
  return { path, size, sha256, others, content: { from: 'text', text } };
}
