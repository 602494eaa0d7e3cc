import { list } from '../assess/quote.js';
import { isAbove } from '../assess/run-folders.js';
import type { Evidence } from '../evidence/evidence.js';
import { folderAbove } from '../formats/file-access.js';
import { settingsFiles } from './settings-files.js';

/** What a run left in the folder of its model, where no program is known: sentences. */
export function leftByRun(evidence: Evidence, models: readonly string[]): string[] {
  const isBeside = (file: string): boolean => models.some((path) => isAbove(folderAbove(file), path));
  const files = settingsFiles(evidence).filter(isBeside);
  const seeds = evidence.seeds.filter(({ path, grade }) => grade === 'recorded' && isBeside(path));
  const values = [
    ...new Set(seeds.map(({ library, value }) => (library === 'other' ? `${value}` : `${library} ${value}`))),
  ];
  return [
    ...(files.length > 0 ? [`Its run left the settings in ${list(files)}.`] : []),
    ...(values.length > 0 ? [`The run recorded the seed ${list(values)}.`] : []),
  ];
}
