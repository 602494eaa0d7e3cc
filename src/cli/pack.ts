import { exceeds } from '../assess/policy.js';
import { loadConfig } from '../collect/load-config.js';
import { parseSize } from '../config.js';
import { pack as packTree } from '../pack.js';
import { renderPackTerminal } from '../report/pack.js';
import type { Look } from '../report/terminal.js';
import { UsageError } from '../usage-error.js';
import { type CheckOptions, TREE_OPTIONS } from './check.js';
import type { Command } from './command.js';
import { deliver } from './output.js';
import { openProgress } from './progress.js';
import { openTarget } from './target.js';

interface PackOptions extends CheckOptions {
  date?: string;
  force?: boolean;
  split?: string;
  reshard?: boolean;
  partsUrl?: string;
}

export const command: Command<PackOptions> = {
  name: 'pack',
  arguments: '[dir]',
  summary: 'check, and write the verified bag with its side files into --out',
  formats: ['terminal', 'json'],
  out: 'folder for the bag and its side files',
  options: [
    ...TREE_OPTIONS,
    ['--date <date>', 'date of everything in the bag where git knows none, as 2026-11-25 or seconds since 1970'],
    ['--split <size>', 'write no file longer than this (500MB, 1.9GiB, bytes): what does not fit lies beside the bag'],
    ['--reshard', 'with --split: safetensors files over the size become shards that loaders read, not numbered parts'],
    [
      '--parts-url <url>',
      'where what lies beside the bag will be published; default: the release of the tag at origin',
    ],
    ['--force', 'replace another file that has the name of the bag'],
  ],
  async run([target = '.'], options, terminal) {
    const epoch = parseEpoch(terminal.env['SOURCE_DATE_EPOCH']);
    const date = parseDate(options.date);
    const tree = await openTarget(target, options);
    try {
      const config = await loadConfig(tree, options.config);
      const progress = await openProgress(terminal, options);
      const document = await packTree(tree, {
        tag: options.tag ?? options.revision ?? tree.revision?.tag ?? 'untagged',
        config,
        out: options.out ?? '.',
        now: new Date(),
        progress,
        ...(epoch !== undefined && { epoch }),
        ...(date !== undefined && { date }),
        ...(options.force && { force: true }),
        ...splitOf(options),
      });
      progress.done();
      // --out is the bag's folder; the result itself always goes to stdout.
      const { out: _folder, ...onStdout } = options;
      const renderings = { terminal: (look: Look) => renderPackTerminal(document, look), json: document };
      await deliver('pack', renderings, terminal, onStdout);
      return document.bag === null || exceeds(document.check.findings, options.failOn ?? config.failOn) ? 1 : 0;
    } finally {
      await tree.close();
    }
  },
};

/** https://reproducible-builds.org/specs/source-date-epoch/: whole seconds since 1970. */
function parseEpoch(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new UsageError(
    `SOURCE_DATE_EPOCH is ${JSON.stringify(text)}, expected whole seconds since 1970`,
    'Set it to the output of: git log -1 --format=%ct',
  );
}

function splitOf({ split, partsUrl, reshard }: PackOptions): Pick<Parameters<typeof packTree>[1], 'split'> {
  if (split !== undefined) return { split: { ...parseSplit(split, partsUrl), ...(reshard && { reshard }) } };
  if (reshard || partsUrl !== undefined)
    throw new UsageError(
      `expected --split beside ${reshard ? '--reshard' : '--parts-url'}, found none`,
      'Say a size: --split 1.9GiB',
    );
  return {};
}

function parseSplit(size: string, url: string | undefined): { limit: number; urlPrefix?: string } {
  const limit = parseSize(size);
  if (limit === null || limit < 1)
    throw new UsageError(`--split is ${JSON.stringify(size)}, expected a size`, 'Write 500MB, 1.9GiB or bytes.');
  if (url === undefined) return { limit };
  if (!/^https?:\/\//.test(url) || !URL.canParse(url) || /[\s?#]/.test(url))
    throw new UsageError(`--parts-url is ${JSON.stringify(url)}, expected the address of a folder`, 'Write https://…/');
  return { limit, urlPrefix: url.endsWith('/') ? url : `${url}/` };
}

function parseDate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{5,12}$/.test(text)) return Number(text);
  const milliseconds = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new UsageError(
      `--date is ${JSON.stringify(text)}, expected a date`,
      'Write 2026-11-25, 2026-11-25T12:00:00Z or seconds since 1970.',
    );
  }
  return milliseconds / 1000;
}
