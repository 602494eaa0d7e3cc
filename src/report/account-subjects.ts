import type { Assessment, ModelReport, ModelSet } from '../assess/assessment.js';
import { quote } from '../assess/quote.js';
import { everyState } from '../assess/sets.js';
import { tellingRuns } from '../assess/training.js';
import { isResumeFile } from '../evidence/checkpoints/weights.js';
import type { Evidence, Script } from '../evidence/evidence.js';

/** What is told of one model; accounts that say the same become one. */
export interface Subject {
  models: string[];
  /** What the account is of, where no model is here. */
  program?: Script;
  writers: Writer[];
  /** Only other states of the training are known to be written by these. */
  isByStates?: boolean;
  report?: ModelReport;
  set?: ModelSet;
}

interface Writer {
  script: Script;
  place: string;
}

/** Every model of which something is told, and the training programs whose models are not here. */
export function subjectsOf({ models, sets, evidence }: Assessment): Subject[] {
  const states = sets.flatMap(({ checkpoints = [] }) => checkpoints.map(({ path }) => path));
  const hidden = new Set([...everyState(sets).flatMap(({ open }) => open), ...states]);
  const told = models.filter(
    ({ path, safety }) => !hidden.has(path) && !isResumeFile(path) && safety.status !== 'error',
  );
  const setOf = new Map(sets.map((set) => [set.native, set]));
  const subjects = told.map((report): Subject => {
    const set = setOf.get(report.path);
    const own = writersOf(evidence, [report.path]);
    const others = own.length > 0 ? [] : writersOf(evidence, set?.checkpoints?.map(({ path }) => path) ?? []);
    return {
      models: [report.path, ...(set?.open ?? [])],
      writers: [...own, ...others],
      isByStates: others.length > 0,
      report,
      ...(set && { set }),
    };
  });
  const running = new Set(tellingRuns(evidence).map(({ script }) => script));
  const idle = evidence.scripts.filter(
    ({ path, role, writes }) =>
      role === 'train' && running.has(path) && !writes.some(({ model }) => model !== undefined),
  );
  return [...subjects, ...idle.map((program): Subject => ({ models: [], program, writers: [] }))];
}

const writersOf = ({ scripts }: Evidence, models: readonly string[]): Writer[] =>
  scripts.flatMap((script) => {
    const write = script.writes.find(({ model }) => model !== undefined && models.includes(model));
    if (write === undefined) return [];
    const place =
      write.cell === undefined ? quote(`${script.path}:${write.line}`) : `cell ${write.cell} of ${quote(script.path)}`;
    return [{ script, place }];
  });

/** The model, its copies, and the other states of its training. */
export const statesOf = ({ models, set }: Subject): string[] => [
  ...models,
  ...(set?.checkpoints ?? []).map(({ path }) => path),
];

/** The programs whose runs are told of. */
export const programsOf = ({ program, writers }: Subject): Script[] =>
  program ? [program] : writers.map(({ script }) => script);
