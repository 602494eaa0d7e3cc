import words from './words.json' with { type: 'json' };

/** What a name says of a state of a training. */
export interface Progress {
  epoch?: number;
  /** Also of counts whose unit the name does not tell: `checkpoint-500`. */
  step?: number;
  word?: 'best' | 'final' | 'last';
}

/** A name taken apart: what it says of the training, and what is left, which all states of one run share. */
export interface StateName {
  progress: Progress;
  rest: string[];
}

const setOf = (list: readonly string[]): ReadonlySet<string> => new Set(list);
const [EPOCH, STEP, COUNT] = [setOf(words.epoch), setOf(words.step), setOf(words.count)];
const [GENERIC, METRIC, NUMBERED] = [setOf(words.generic), setOf(words.metric), setOf(words.numbered)];
const CHOSEN = new Map(Object.entries(words.chosen) as [string, NonNullable<Progress['word']>][]);
/** From here on a number without a word counts steps: smaller ones number models, folds, layers. */
const MANY = 100;

/** Takes a file or folder name apart. `net_epoch_10.pth` is epoch 10 of `net`; `resnet18.pth` is a name. */
export function parseStateName(name: string): StateName {
  // Lightning appends `-v1` where a name is taken.
  const bare = name.toLowerCase().replace(/(?<=.)(\.[a-z][a-z0-9_]{0,11})+$/, '');
  const tokens = (bare.match(/\d+k(?![a-z])|\d+(?:\.\d+)?|[a-z]+|[^\x00-\x7f]+/g) ?? []).map(inOnes);
  const progress: Progress = {};
  const used = new Set<number>();
  for (const [at, token] of tokens.entries()) {
    const chosen = CHOSEN.get(token);
    if (chosen !== undefined) {
      progress.word ??= chosen;
      used.add(at);
    }
    if (used.has(at) || !isInteger(token)) continue;
    const unit = unitOf(tokens, at);
    if (unit === undefined) continue;
    const next = tokens[at + 1] ?? '';
    // fairseq: `checkpoint_1_5000` is epoch 1, update 5000.
    const isPair = COUNT.has(tokens[unit.at] ?? '') && isInteger(next);
    progress[isPair ? 'epoch' : unit.of] ??= Number(token);
    if (isPair) progress.step ??= Number(next);
    for (const place of [at, unit.at, ...(isPair ? [at + 1] : [])]) used.add(place);
  }
  const says = progress.epoch !== undefined || progress.step !== undefined;
  if (!says) countedAlone(tokens, used, progress);
  return { progress, rest: restOf(tokens, used, Object.keys(progress).length > 0, bare) };
}

/** `100k` as a number of ones. */
const inOnes = (token: string): string => (/^\d+k$/.test(token) ? `${Number(token.slice(0, -1)) * 1000}` : token);

/** The word beside a number that says what it counts. */
function unitOf(tokens: readonly string[], at: number): { of: 'epoch' | 'step'; at: number } | undefined {
  const before = tokens[at - 1] ?? '';
  const after = tokens[at + 1] ?? '';
  if (EPOCH.has(before)) return { of: 'epoch', at: at - 1 };
  if (STEP.has(before) || COUNT.has(before)) return { of: 'step', at: at - 1 };
  // `10000_steps`, `100k_steps`; short words mean other things there: `gemma-2-it`.
  if (isInteger(tokens[at + 2] ?? '')) return undefined;
  if (after.length > 2 && EPOCH.has(after)) return { of: 'epoch', at: at + 1 };
  if (after.length > 2 && STEP.has(after)) return { of: 'step', at: at + 1 };
  return undefined;
}

/** A number that nothing names: `G_1000`, `0000100_adapters`, `20_net_G` beside `latest_net_G`, `weights.12-0.55`. */
function countedAlone(tokens: readonly string[], used: Set<number>, progress: Progress): void {
  const at = tokens.findIndex((token, i) => isInteger(token) && isCount(tokens, i));
  if (at < 0) return;
  progress[isScored(tokens, at) ? 'epoch' : 'step'] = Number(tokens[at]);
  used.add(at);
}

function isCount(tokens: readonly string[], at: number): boolean {
  const token = tokens[at]!;
  const before = tokens[at - 1];
  const isAfterName = before === undefined || GENERIC.has(before) || NUMBERED.has(before);
  const isLarge = Number(token) >= MANY || /^0\d{2,}$/.test(token) || tokens[at + 1] === 'net';
  return isScored(tokens, at) || (isAfterName && isLarge);
}

/** Keras: `weights.{epoch}-{val_loss}.hdf5`. */
const isScored = (tokens: readonly string[], at: number): boolean =>
  isScore(tokens[at + 1]) || (METRIC.has(tokens[at + 1] ?? '') && isScore(tokens[at + 2]));

const isInteger = (token: string): boolean => /^\d{1,15}$/.test(token);
/** A metric as names carry it: a fraction. */
const isScore = (token: string | undefined): boolean => /^\d+\.\d{2,}$/.test(token ?? '');

/** Words that tell one model from another; of a state also without its metrics and `-v1`. */
function restOf(tokens: readonly string[], used: ReadonlySet<number>, isState: boolean, bare: string): string[] {
  const isAgain = isState && /[-_]v\d+$/.test(bare);
  const kept = isAgain ? tokens.slice(0, -2) : tokens;
  const best = tokens.indexOf('best');
  const isMeasured = isState && tokens.some((token) => METRIC.has(token));
  return kept.filter((token, at) => {
    if (used.has(at) || GENERIC.has(token)) return false;
    if (!isState) return true;
    const isMetric = METRIC.has(token) || isScore(token) || (/^\d/.test(token) && METRIC.has(kept[at - 1] ?? ''));
    // `best_coco_bbox_mAP`: everything behind names the metric.
    return !isMetric && !(isMeasured && best >= 0 && at > best);
  });
}
