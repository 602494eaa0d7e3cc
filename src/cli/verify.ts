import { bagsAt } from '../bag/verify/find-bags.js';
import { reinspect } from '../bag/verify/reinspect.js';
import { type VerifyReport, verifyBag } from '../bag/verify.js';
import { renderVerifyCsv, renderVerifyTerminal } from '../report/verify.js';
import type { Command } from './command.js';
import { deliver } from './output.js';
import { openProgress } from './progress.js';
import type { CommonOptions } from './terminal.js';

export const verify: Command<CommonOptions> = {
  name: 'verify',
  arguments: '<bag...>',
  summary:
    'bags of ours and of others, or folders of them: fixity, completeness, BagIt, crate, models against the evidence in the bag',
  options: [],
  async run(paths, options, terminal) {
    const reports: VerifyReport[] = [];
    for (const path of (await Promise.all(paths.map(bagsAt))).flat()) {
      const progress = await openProgress(terminal, options);
      reports.push(await verifyBag(path, { progress, reinspect }));
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

/** Valid, described by a crate that holds (or by none), and every model what the evidence in the bag says. */
const isSound = ({ verdict, crate, models }: VerifyReport): boolean =>
  verdict === 'valid' && crate.valid !== false && models.changed.length === 0;
