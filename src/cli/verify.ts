import { readFile } from 'node:fs/promises';
import { type BagItProfile, parseProfile } from '../bag/profile/profile.js';
import { bagsAt } from '../bag/verify/find-bags.js';
import { reinspect } from '../bag/verify/reinspect.js';
import { type VerifyReport, verifyBag } from '../bag/verify.js';
import { renderVerifyCsv, renderVerifyTerminal } from '../report/verify.js';
import { UsageError } from '../usage-error.js';
import type { Command } from './command.js';
import { deliver } from './output.js';
import { openProgress } from './progress.js';
import type { CommonOptions } from './terminal.js';

interface VerifyOptions extends CommonOptions {
  profile?: string;
}

export const command: Command<VerifyOptions> = {
  name: 'verify',
  arguments: '<bag...>',
  summary:
    'bags of ours and of others, or folders of them: fixity, completeness, BagIt, crate, models against the evidence in the bag',
  formats: ['terminal', 'json', 'csv'],
  options: [['--profile <file>', 'hold the bags to a BagIt profile (JSON) as well']],
  async run(paths, options, terminal) {
    const profile = options.profile === undefined ? undefined : await readProfile(options.profile);
    const reports: VerifyReport[] = [];
    for (const path of (await Promise.all(paths.map(bagsAt))).flat()) {
      const progress = await openProgress(terminal, options);
      reports.push(await verifyBag(path, { progress, reinspect, ...(profile && { profile }) }));
      progress.done();
    }
    await deliver(
      'verify',
      {
        terminal: (look) => renderVerifyTerminal(reports, look),
        json: reports,
        csv: () => renderVerifyCsv(reports),
      },
      terminal,
      options,
    );
    return reports.every(isSound) ? 0 : 1;
  },
};

async function readProfile(path: string): Promise<BagItProfile> {
  try {
    return parseProfile(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `expected a BagIt profile at ${path}, found ${(error as NodeJS.ErrnoException).code}`,
      'Give the path of its JSON file.',
      { cause: error },
    );
  }
}

/** Valid, described by a crate that holds (or by none), and every model what the evidence in the bag says. */
const isSound = ({ verdict, crate, models, profiles = [] }: VerifyReport): boolean =>
  verdict === 'valid' && crate.valid !== false && models.changed.length === 0 && profiles.every(({ valid }) => valid);
