import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, subSource } from '../bytes/source.js';
import { readSevenZip, type SevenZipFolder, unpackFolder } from '../containers/seven-zip.js';
import { escapes } from '../containers/zip.js';
import { addPart } from './archive-parts.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO } from './format.js';
import { has } from './glimpse.js';
import { addProblem } from './problems.js';
import { worse } from './zip.js';

/** Members of an archive of unknown purpose that are looked into. */
const MOST_MEMBERS = 5_000;

export const sevenZip: Format = {
  id: '7z',
  name: '7z archive',
  extensions: ['.7z'],
  family: 'container',
  container: 'none',
  signature: 'bytes 37 7A BC AF 27 1C at 0',
  facts: {
    disclosure: 'documented',
    steward: 'Igor Pavlov',
    specification: 'https://py7zr.readthedocs.io/en/latest/archive_format.html',
    encoding: 'binary',
    holds: 'anything',
    independent: true,
    worstLoading: 'code',
    mediaType: 'application/x-7z-compressed',
    puid: 'fmt/484',
    isModel: false,
    isArchive: true,
  },

  recognize: ({ head }) => (has(head, '7z\xbc\xaf\x27\x1c') ? certain('7z signature at 0') : NO),

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const { folders, files } = await readSevenZip(model.source, limits);
    const named = files.filter(({ hasStream }) => hasStream).map(({ name }) => name);
    for (const { name } of files) {
      if (escapes(name))
        contents.observations.push({
          kind: 'external',
          code: 'path-escape',
          message: `expected a name inside the archive, found ${JSON.stringify(name)}`,
          name,
          member: name,
        });
    }
    if (named.length > MOST_MEMBERS)
      contents.observations.push({
        kind: 'unread',
        code: 'resource-limit',
        message: `expected at most ${MOST_MEMBERS} members to look into, found ${named.length}`,
      });
    let next = 0;
    for (const folder of folders) {
      await addFolder(model, folder, named.slice(next, next + folder.parts.length), contents, limits);
      next += folder.parts.length;
      if (next >= MOST_MEMBERS) break;
    }
    return contents;
  },
};

/** Files of a folder are cut from one unpacked stream. */
async function addFolder(
  model: ModelInput,
  folder: SevenZipFolder,
  names: readonly string[],
  contents: Contents,
  limits: Limits,
): Promise<void> {
  try {
    const content = await unpackFolder(model.source, folder, limits);
    let start = 0;
    for (const [i, size] of folder.parts.entries()) {
      await addFile(model, names[i] ?? `member ${i}`, subSource(content, start, start + size), contents);
      start += size;
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    contents.loading = 'code';
    addProblem(contents, error, names[0] === undefined ? {} : { member: names[0] });
  }
}

async function addFile(model: ModelInput, name: string, source: ByteSource, contents: Contents): Promise<void> {
  const part = await addPart(contents, model, name, source);
  if (part && part.format.facts.isModel !== false) contents.loading = worse(contents.loading, part.contents.loading);
}
