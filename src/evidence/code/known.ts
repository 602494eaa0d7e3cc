import { oncePerText } from '../../bytes/once-per.js';
import { own } from '../../bytes/own.js';
import { formatted, formattedBraces } from './arithmetic.js';
import { KNOWN_CONFIGURATIONS } from './configurations.js';
import { KNOWN_IN_JULIA } from './known-julia.js';
import { KNOWN_IN_R } from './known-r.js';
import type { Machine } from './machine.js';
import { lastName } from './names.js';
import { KNOWN_OPTIONS } from './options.js';
import { PATH_FUNCTIONS } from './paths.js';
import type { CallEvent, Value } from './value.js';
import { argument, constant, knownText, textOf, textParts, UNKNOWN } from './values.js';

/** What a function outside of the repository returns, where its meaning is known; may change what it was given. */
export type Known = (event: CallEvent, machine: Machine) => Value | undefined;

/** The result of a call whose function we know; undefined for all others. */
export function knownFunction(machine: Machine, event: CallEvent): Value | undefined {
  const { path, module } = event;
  if (module.language === 'r') return own(KNOWN_IN_R, path)?.(event, machine);
  if (module.language === 'julia') return own(KNOWN_IN_JULIA, path)?.(event, machine);
  if (module.language !== 'python') return undefined;
  const { ofPath, known, option, isDynamic, isFluent } = inPython(path);
  if (ofPath !== undefined) return ofPath(event.positional, event.receiver ?? UNKNOWN);
  if (known !== undefined) return known(event, machine);
  const found = option?.(event, machine);
  if (found !== undefined) return found;
  if (isDynamic) return { kind: 'dynamic', source: path };
  if (isFluent && event.receiver !== undefined && /^(result|instance)$/.test(event.receiver.kind))
    return event.receiver;
  return undefined;
}

const inPython = oncePerText((path) => {
  const name = lastName(path);
  return {
    ofPath: own(PATH_FUNCTIONS, path),
    known: own(PYTHON, path) ?? own(KNOWN_CONFIGURATIONS, path),
    option: own(KNOWN_OPTIONS, name) ?? (path.endsWith('@decorator') ? KNOWN_OPTIONS['@decorator'] : undefined),
    isDynamic: DYNAMIC.test(path),
    isFluent: FLUENT.has(name),
  };
});

/** Clocks, the system's entropy, process ids, and draws. */
const DYNAMIC =
  /^(time\.(time|time_ns|perf_counter|perf_counter_ns|monotonic)|datetime\.(datetime\.)?(now|utcnow|today)|datetime\.date\.today|os\.(urandom|getpid)|secrets\..+|uuid\.uuid[14]|random\.(randint|randrange|getrandbits|random|SystemRandom\(\)\..+)|numpy\.random\.(randint|random|rand|randn)|torch\.(initial_seed|seed|randint|empty\(\)\.random_))$/;
/** Methods that give back the object itself. */
const FLUENT = new Set(
  'to cuda cpu eval train double half float bfloat16 requires_grad_ share_memory resolve setdefault_ unwrap compile_'.split(
    ' ',
  ),
);

const first = (event: CallEvent): Value => event.positional[0] ?? UNKNOWN;

function toNumber(event: CallEvent): Value {
  const value = first(event);
  if (value.kind === 'dynamic') return value;
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'constant') return UNKNOWN;
  const number = typeof value.value === 'string' ? Number(value.value.trim() || Number.NaN) : Number(value.value);
  if (!Number.isFinite(number)) return UNKNOWN;
  const { float: _, ...rest } = value;
  return event.path === 'float' ? { ...rest, value: number, float: true } : { ...rest, value: Math.trunc(number) };
}

const dictOf = (event: CallEvent): Value => {
  const given = event.positional[0];
  const entries = new Map(given?.kind === 'dict' ? given.entries : []);
  for (const [name, value] of event.named) entries.set(name, value);
  return {
    kind: 'dict',
    entries,
    open: event.spread || (given !== undefined && given.kind !== 'dict') || (given?.kind === 'dict' && given.open),
  };
};

/** Of a known dict; nothing where it may hold more than we know. */
function dictGet(event: CallEvent): Value | undefined {
  const { receiver } = event;
  const name = knownText(event.positional[0]);
  if (receiver?.kind !== 'dict' || name === undefined) return UNKNOWN;
  return receiver.entries.get(name) ?? (receiver.open ? UNKNOWN : (event.positional[1] ?? constant(null)));
}

function getAttribute(event: CallEvent, machine: Machine): Value | undefined {
  const name = knownText(event.positional[1]);
  if (name === undefined) return undefined;
  const [object, , otherwise] = event.positional;
  if (object?.kind === 'dict' && !object.entries.has(name) && !object.open) return otherwise;
  return machine.member(object ?? UNKNOWN, name, event.scope);
}

const mapText =
  (change: (text: string) => string) =>
  (event: CallEvent): Value => {
    const parts = textParts(event.receiver ?? UNKNOWN);
    return parts === undefined ? UNKNOWN : textOf(parts.map((part) => (part === null ? null : change(part))));
  };

const PYTHON: Record<string, Known> = {
  int: toNumber,
  float: toNumber,
  str: (event) => textOf(textParts(first(event)) ?? [null]),
  bool: (event) =>
    first(event).kind === 'constant' ? constant(Boolean((first(event) as { value: unknown }).value)) : UNKNOWN,
  dict: dictOf,
  vars: (event) => (first(event).kind === 'dict' ? first(event) : undefined),
  'argparse.Namespace': dictOf,
  'types.SimpleNamespace': dictOf,
  'easydict.EasyDict': dictOf,
  'ml_collections.ConfigDict': dictOf,
  'ml_collections.config_dict.ConfigDict': dictOf,
  'tensorflow.contrib.training.HParams': dictOf,
  'omegaconf.OmegaConf.create': dictOf,
  'omegaconf.DictConfig': dictOf,
  'munch.Munch': dictOf,
  'addict.Dict': dictOf,
  'attrdict.AttrDict': dictOf,
  'box.Box': dictOf,
  'copy.deepcopy': first,
  'copy.copy': first,
  list: (event) => (first(event).kind === 'list' ? first(event) : undefined),
  tuple: (event) => (first(event).kind === 'list' ? first(event) : undefined),
  sorted: (event) => (first(event).kind === 'list' ? first(event) : undefined),
  getattr: getAttribute,
  'dict.get': dictGet,
  'dict.pop': dictGet,
  'dict.copy': (event) => event.receiver,
  'dict.keys': () => UNKNOWN,
  'dict.values': (event) =>
    event.receiver?.kind === 'dict' ? { kind: 'list', items: [...event.receiver.entries.values()] } : undefined,
  'dict.items': (event) =>
    event.receiver?.kind === 'dict'
      ? {
          kind: 'list',
          items: [...event.receiver.entries].map(([key, value]) => ({ kind: 'list', items: [constant(key), value] })),
        }
      : undefined,
  'dict.update': (event) => {
    if (event.receiver?.kind === 'dict' && !event.dormant) {
      const more = dictOf(event);
      if (more.kind === 'dict') for (const [name, value] of more.entries) event.receiver.entries.set(name, value);
    }
    return constant(null);
  },
  'list.append': (event) => {
    if (event.receiver?.kind === 'list' && !event.dormant && event.receiver.items.length < 64)
      event.receiver.items.push(first(event));
    return constant(null);
  },
  'str.format': (event) => formattedBraces(event.receiver ?? UNKNOWN, event.positional, event.named),
  'str.lower': mapText((text) => text.toLowerCase()),
  'str.upper': mapText((text) => text.toUpperCase()),
  'str.strip': mapText((text) => text),
  'str.replace': (event) => {
    const [from, to] = event.positional.map(knownText);
    return from === undefined || to === undefined ? UNKNOWN : mapText((text) => text.replaceAll(from, to))(event);
  },
  'str.join': (event) => {
    const items = first(event).kind === 'list' ? (first(event) as { items: Value[] }).items : undefined;
    const glue = knownText(event.receiver) ?? '';
    if (items === undefined) return textOf([null]);
    return textOf(items.flatMap((item, index) => [index === 0 ? '' : glue, ...(textParts(item) ?? [null])]));
  },
  'os.environ.get': environment,
  'os.getenv': environment,
  print: () => constant(null),
  format: (event) => formatted(first(event), UNKNOWN),
};

/** An environment variable is what its default says, in an unmodified run. */
function environment(event: CallEvent): Value {
  const value = argument(event, 1, 'default');
  const name = knownText(event.positional[0]) ?? '';
  if (value?.kind !== 'constant') return value ?? UNKNOWN;
  return {
    ...value,
    origin: {
      how: 'environment',
      path: event.module.path,
      name,
      line: event.line,
      ...(event.cell === undefined ? {} : { cell: event.cell }),
    },
  };
}
