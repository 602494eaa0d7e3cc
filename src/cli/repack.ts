import { BAG_LAYOUTS, type BagLayout } from '../bag/bag-layout.js';
import { RECEIVERS } from '../bag/repack/receivers.js';
import { repackBag } from '../bag/repack/repack.js';
import type { Algorithm } from '../bytes/digest-threads.js';
import { MANIFEST_ALGORITHMS } from '../config.js';
import { renderRepackTerminal } from '../report/repack.js';
import { UsageError } from '../usage-error.js';
import type { Command } from './command.js';
import { deliver } from './output.js';
import { openProgress } from './progress.js';
import type { CommonOptions } from './terminal.js';

interface RepackOptions extends CommonOptions {
  for?: string;
  layout?: BagLayout['id'];
  algorithms?: string[];
  info?: string[];
  name?: string;
  force?: boolean;
}

const ALGORITHMS: readonly string[] = MANIFEST_ALGORITHMS;

export const command: Command<RepackOptions> = {
  name: 'repack',
  arguments: '<bag>',
  summary: 'write a valid bag again for another receiver: other layout, other manifests',
  formats: ['terminal', 'json'],
  out: 'folder for the new bag; default: that of the given one',
  options: [
    ['--layout <layout>', BAG_LAYOUTS.map(({ id, title }) => `${id}: ${title}`).join('; '), ids(BAG_LAYOUTS)],
    ['--for <receiver>', RECEIVERS.map(({ id, title }) => `${id}: ${title}`).join('; '), ids(RECEIVERS)],
    ['--algorithms <name,...>', `manifests, as sha256,md5 (of ${ALGORITHMS.join(', ')}; sha256 is always among them)`],
    ['--info <field...>', 'field for bag-info.txt or the file that the receiver wants, as "Access=Restricted"'],
    ['--name <name>', 'of the new bag; default: that of the given one'],
    ['--force', 'replace another file that has the name of the new bag'],
  ],
  async run([path = ''], options, terminal) {
    const receiver = RECEIVERS.find(({ id }) => id === options.for);
    const algorithms = options.algorithms === undefined ? undefined : parseAlgorithms(options.algorithms);
    const progress = await openProgress(terminal, options);
    const document = await repackBag(path, {
      info: parseFields(options.info ?? []),
      progress,
      ...(receiver && { receiver }),
      ...(options.layout && { layout: options.layout }),
      ...(algorithms && { algorithms }),
      ...(options.name !== undefined && { name: parseName(options.name) }),
      ...(options.out !== undefined && { out: options.out }),
      ...(options.force && { force: true }),
    });
    progress.done();
    // --out is the bag's folder; the result itself always goes to stdout.
    const { out: _folder, ...onStdout } = options;
    await deliver(
      'repack',
      { terminal: (look) => renderRepackTerminal(document, look), json: document },
      terminal,
      onStdout,
    );
    return document.verified ? 0 : 1;
  },
};

function ids(all: readonly { id: string }[]): string[] {
  return all.map(({ id }) => id);
}

function parseAlgorithms(names: readonly string[]): Algorithm[] {
  const wrong = names.find((name) => !ALGORITHMS.includes(name));
  if (wrong !== undefined || names.length === 0)
    throw new UsageError(
      `--algorithms has ${JSON.stringify(wrong ?? '')}, expected some of ${ALGORITHMS.join(', ')}`,
      'Write them with commas: --algorithms sha256,md5.',
    );
  return [...names] as Algorithm[];
}

/** A label and a value; `:` does as well as `=`. */
function parseFields(fields: readonly string[]): Map<string, string> {
  return new Map(
    fields.map((field) => {
      const match = /^([A-Za-z][A-Za-z0-9-]*)\s*[=:]\s*(.*)$/s.exec(field);
      if (!match) throw new UsageError(`--info is ${JSON.stringify(field)}, expected a field`, 'Write "Label=value".');
      return [match[1] ?? '', match[2] ?? ''];
    }),
  );
}

function parseName(name: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/.test(name)) return name;
  throw new UsageError(
    `--name is ${JSON.stringify(name)}, expected letters, digits, ".", "_" and "-"`,
    'These are the characters that every system and host keeps.',
  );
}
