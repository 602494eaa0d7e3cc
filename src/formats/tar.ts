import { isTarHeader, openTarMember, readTar, type TarMember } from '../containers/tar.js';
import { addPart } from './archive-parts.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO } from './format.js';
import { attempt } from './problems.js';
import { addHostCalls } from './python-host-calls.js';
import { addTarProblems } from './tar-contents.js';
import { worse } from './zip.js';

/** Members of an archive of unknown purpose that are looked into. */
const MOST_MEMBERS = 5_000;
/** The manifest of a TorchServe archive. */
const SERVED = /(?:^|\/)MAR-INF\/MANIFEST\.json$/;

export const tar: Format = {
  id: 'tar',
  name: 'tar archive',
  extensions: ['.tar'],
  family: 'container',
  container: 'none',
  signature: '"ustar" at 257, or a header whose checksum fits',
  facts: {
    disclosure: 'standard',
    steward: 'IEEE and The Open Group (POSIX)',
    specification: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html',
    encoding: 'binary',
    holds: 'anything',
    independent: true,
    worstLoading: 'code',
    mediaType: 'application/x-tar',
    puid: 'x-fmt/265',
    isModel: false,
    isArchive: true,
  },

  recognize: ({ head }) => (isTarHeader(head) ? certain('tar header at 0 with its checksum') : NO),

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const directory = await readTar(model.source, limits);
    await addTarProblems(contents, model.source, directory, limits);
    const files = directory.members.filter(({ kind }) => kind === 'file');
    if (files.length > MOST_MEMBERS)
      contents.observations.push({
        kind: 'unread',
        code: 'resource-limit',
        message: `expected at most ${MOST_MEMBERS} members to look into, found ${files.length}`,
      });
    const isServed = files.some(({ name }) => SERVED.test(name));
    for (const member of files.slice(0, MOST_MEMBERS)) {
      await attempt(contents, { member: member.name }, async () => {
        if (isServed && member.name.endsWith('.py')) await addServed(model, member, contents);
        const part = await addPart(contents, model, member.name, openTarMember(model.source, member));
        if (part && part.format.facts.isModel !== false)
          contents.loading = worse(contents.loading, part.contents.loading);
      });
    }
    return contents;
  },
};

/** A program that TorchServe runs: its archiver packs into tars, too. */
async function addServed({ source }: ModelInput, member: TarMember, contents: Contents): Promise<void> {
  const { name } = member;
  contents.observations.push({
    kind: 'callable',
    code: 'code-file',
    name,
    message: `the server runs ${name}`,
    member: name,
  });
  await addHostCalls(openTarMember(source, member), name, contents);
}
