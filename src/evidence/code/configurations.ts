import { instantiated } from './hydra.js';
import type { Machine } from './machine.js';
import type { CallEvent, Value } from './value.js';
import { argument, constant, knownText, UNKNOWN } from './values.js';

type Known = (event: CallEvent, machine: Machine) => Value | undefined;

/** The path of a file that was opened, or the path itself. */
export function openedPath(value: Value | undefined): Value | undefined {
  if (value?.kind !== 'result') return value;
  const { call } = value;
  if (
    /^(open|io\.open|gzip\.open|bz2\.open|lzma\.open|codecs\.open|h5py\.File|tensorflow\.io\.gfile\.GFile|fsspec\.open|smart_open\.open)$/.test(
      call.path,
    )
  )
    return argument(call, 0, 'file', 'name', 'filename');
  // A path's own method: Path('x').open('wb'), f.read()
  if (/\.(open|read|read_text|read_bytes)$/.test(call.path)) return openedPath(call.receiver);
  return undefined;
}

const load: Known = (event, machine) => {
  const path = knownText(openedPath(argument(event, 0, 'stream', 'fp', 'f', 'file_', 'config_path')));
  return path === undefined ? undefined : machine.surroundings.configuration(event.module, path);
};

/** Loaders of configuration files that lie in the repository, by full name. */
export const KNOWN_CONFIGURATIONS: Record<string, Known> = {
  'yaml.safe_load': load,
  'yaml.load': load,
  'yaml.full_load': load,
  'ruamel.yaml.YAML().load': load,
  'json.load': load,
  'json.loads': load,
  'toml.load': load,
  'tomllib.load': load,
  'tomli.load': load,
  'omegaconf.OmegaConf.load': load,
  'omegaconf.OmegaConf.create': (event) => (event.positional[0]?.kind === 'dict' ? event.positional[0] : undefined),
  'omegaconf.OmegaConf.to_container': (event) =>
    event.positional[0]?.kind === 'dict' ? event.positional[0] : undefined,
  'dvc.api.params_show': (event, machine) =>
    machine.surroundings.configuration(event.module, knownText(event.positional[0]) ?? 'params.yaml'),
  // Its parameter is the composed configuration: the file named, without what command lines would change.
  'hydra.main@decorator': (event, machine) => {
    const folder = knownText(event.named.get('config_path') ?? event.positional[0]) ?? '.';
    const name = (knownText(event.named.get('config_name') ?? event.positional[1]) ?? 'config').replace(/\.ya?ml$/, '');
    const found = machine.surroundings.configuration(event.module, `${folder}/${name}.yaml`);
    return { kind: 'dict', entries: new Map([['', found ?? UNKNOWN]]), open: false };
  },
  'hydra.utils.instantiate': (event, machine) => instantiated(machine, event),
  'hydra.utils.call': (event, machine) => instantiated(machine, event),
  'hydra.compose': (event, machine) => {
    const name = (knownText(event.named.get('config_name') ?? event.positional[0]) ?? 'config').replace(/\.ya?ml$/, '');
    return machine.surroundings.configuration(event.module, `${name}.yaml`);
  },
  'configparser.ConfigParser': () => undefined,
  'os.makedirs': () => constant(null),
};
