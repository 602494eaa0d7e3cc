import { oncePerText } from '../../bytes/once-per.js';
import { isAddress, isDownload, unguardedInR, unguardedLoad } from '../../formats/unguarded-loads.js';
import type { UnsafeLoading } from '../evidence.js';
import type { Repository } from './repository.js';
import { isTest } from './test-files.js';
import type { CallEvent, Event, Value } from './value.js';
import { knownText, options, truth } from './values.js';

/** Values within values that are looked into for a download. */
const DEEPEST = 6;

/** Calls of the repository's own code that let a model file run code, each place once, also in branches an unmodified run does not take. */
export function unsafeLoadRows(repository: Repository): UnsafeLoading[] {
  const rows = new Map<string, UnsafeLoading>();
  const events = repository.traces.flatMap((trace) => trace.events).filter(isOwnCall);
  const downloaded = new Set(events.filter(({ path }) => downloads(path)).flatMap(textsOf));
  for (const event of events) {
    const path = calledBy(event);
    if (event.named.size === 0 && !mayLoad(path)) continue;
    const isFetched = () => inputsOf(event).some((value) => isFromElsewhere(value, downloaded, 0));
    const call =
      event.module.language === 'r'
        ? unguardedInR(path, isFetched)
        : (unguardedLoad(path, (name) => optionOf(event, name), isFetched) ?? unguardedOnce(event, path, isFetched));
    if (call === null) continue;
    const { line, cell, module } = event;
    const row = { path: module.path, line, ...(cell !== undefined && { cell }), call };
    rows.set(`${row.path}\0${cell}\0${line}\0${call}`, row);
  }
  return [...rows.values()];
}

const downloads = oncePerText(isDownload);
/** Whether a call needs no keyword to be unguarded. */
const mayLoad = oncePerText((path) => {
  const anywhere = () => true;
  return (
    [unguardedLoad(path, () => undefined, anywhere), unguardedInR(path, anywhere)].some((call) => call !== null) ||
    path === GUARDED_LATER
  );
});

/** Guarded by default since torch 2.6; whether the version is older is judged where versions are known. */
const GUARDED_LATER = 'torch.load';
const unguardedOnce = (event: CallEvent, path: string, isFetched: () => boolean): string | null =>
  path === GUARDED_LATER && !event.named.has('weights_only') && isFetched() ? `${path} of a download` : null;

/** What is called, also where the call is only prepared: `partial(torch.load, weights_only=False)`. */
function calledBy({ path, positional: [first] }: CallEvent): string {
  return path === 'functools.partial' && first?.kind === 'external' ? first.path : path;
}

const isOwnCall = (event: Event): event is CallEvent => event.kind === 'call' && !isTest(event.module);

/** The receiver too: `requests.get(url).content`. */
const inputsOf = ({ positional, named, receiver }: CallEvent): Value[] => [
  ...(receiver ? [receiver] : []),
  ...positional,
  ...named.values(),
];

/** Names of files that a download is told to write. */
const textsOf = (event: CallEvent): string[] =>
  [...event.positional, ...event.named.values()].flatMap((value) => {
    const text = knownText(value);
    return text === undefined || /^[a-z]+:\/\//i.test(text) ? [] : [text];
  });

/** A switch that is, or in some run may be, on or off as the loader fears. */
function optionOf(event: CallEvent, name: string): boolean | undefined {
  const value = event.named.get(name);
  return value === undefined ? undefined : truth(value);
}

function isFromElsewhere(value: Value, downloaded: ReadonlySet<string>, depth: number): boolean {
  if (depth > DEEPEST) return false;
  return options(value).some((option) => {
    const text = knownText(option);
    if (text !== undefined) return downloaded.has(text) || isAddress(text);
    if (option.kind !== 'external' && option.kind !== 'result') return false;
    if (downloads(option.path)) return true;
    const inner = option.kind === 'result' ? inputsOf(option.call) : option.receiver ? [option.receiver] : [];
    return inner.some((one) => isFromElsewhere(one, downloaded, depth + 1));
  });
}
