import { append } from '../../bytes/append.js';
import { fileName } from '../environments/declaration.js';
import type { DataSource } from '../evidence.js';
import { seedsIn } from './config-seeds.js';
import { type Leaf, leavesOf, valuesOf } from './leaves.js';
import { metricsFiles } from './metrics-files.js';
import keys from './parameter-keys.json' with { type: 'json' };
import { identify } from './prose-links.js';
import type { Settings, SettingsReader } from './reader.js';
import { parseStructured } from './structured.js';
import { isOfSacred } from './trackers.js';

const HYPERPARAMETERS: ReadonlySet<string> = new Set(keys.hyperparameters);
const HARDWARE: ReadonlySet<string> = new Set(keys.hardware);
const DETERMINISM: ReadonlySet<string> = new Set(keys.determinism);

/** Files that tools of other kinds own. */
const FOREIGN =
  /(^|\/)(\.(github|gitlab|circleci|vscode|idea|devcontainer|dvc)\/|node_modules\/|tests?\/|fixtures\/|package(-lock)?\.json$|tsconfig[^/]*\.json$|mkdocs\.ya?ml$|_config\.yml$|(docker-)?compose[^/]*\.ya?ml$|\.pre-commit|environment[^/]*\.ya?ml$|conda[^/]*\.ya?ml$|dvc\.(yaml|lock)$|pyproject\.toml$|(Julia)?(Manifest|Project)[^/]*\.toml$|pylock[^/]*\.toml$|Pipfile|Cargo\.toml$|renv\.lock$|renv\/|manifest\.json$|tokenizer[^/]*\.json$|vocab\.json$|[^/]*index\.json$|codemeta\.json$|\.zenodo\.json$|CITATION|_quarto\.yml$|_targets\/|mlruns\/|wandb\/|trainer_state\.json$|modelbag\.run(\.[\w-]+)?\.json$|croissant[^/]*\.json$|datapackage\.json$|ro-crate-metadata\.json$|[^/]*\.schema\.json$|schemas?\/)/i;

/** Paths that are configuration by their place or name. */
const CONFIGURATION =
  /(^|\/)(conf|configs?|config|hparams|params|hyper[-_]?parameters|experiments?|hyp|hydra|\.hydra|settings|options)(\/|[^/]*\.(ya?ml|toml|json)$)|(^|\/)(params|hparams|args|hyp[^/]*)\.(ya?ml|json|toml)$/i;

/** Written by a run: its values are those that were used. */
const RECORDED =
  /(^|\/)(\.hydra\/(config|overrides)\.yaml|dvclive\/params\.yaml|lightning_logs\/[^/]+\/(hparams|config)\.yaml|(runs|outputs?|work_dirs)\/.*\/?(args|hparams|config)\.(ya?ml|json)|training_args\.json)$/i;

/** Parameters as people and experiment tools keep them in YAML, JSON and TOML. */
export const parameterFiles: SettingsReader = {
  id: 'parameters',
  title: 'parameter and configuration files',
  maxBytes: 512 * 1024,
  recognize: (path) => /\.(ya?ml|toml|json)$/i.test(path) && !FOREIGN.test(path) && !metricsFiles.recognize(path),
  async read(text, path, into, collection) {
    if (isOfSacred(path, collection)) return;
    const parsed = await parseStructured(text, path);
    const isConfiguration = CONFIGURATION.test(path);
    if ('message' in parsed) {
      if (isConfiguration) into.unread.push({ path, reason: `line ${parsed.line}: ${parsed.message}` });
      return;
    }
    const leaves = leavesOf(parsed.value);
    const settings = leaves.filter((leaf) => HYPERPARAMETERS.has(lastKey(leaf)));
    const recorded = RECORDED.test(path);
    append(
      into.dataSources,
      leaves.flatMap((leaf) => sourceOf(leaf, path, () => parsed.lineOf(leaf.path))),
    );
    if (!isConfiguration && settings.length < 2) return;
    append(into.seeds, seedsIn(parsed, path, recorded));
    if (
      settings.length >= 2 ||
      /^(params|hparams|args)\./i.test(fileName(path)) ||
      (recorded && leaves.some(({ name }) => name !== ''))
    ) {
      into.hyperparameters.push({ source: path, values: valuesOf(leaves) });
    }
    addMachine(leaves, (leaf) => `${path}:${parsed.lineOf(leaf.path)}`, into);
    for (const leaf of leaves) {
      if (DETERMINISM.has(lastKey(leaf)) && (typeof leaf.value === 'boolean' || leaf.value === 'warn'))
        into.determinism.push({ path, line: parsed.lineOf(leaf.path), flag: leaf.name, value: String(leaf.value) });
    }
  },
};

const lastKey = (leaf: Leaf): string =>
  String(leaf.path.findLast((step) => typeof step === 'string') ?? '').toLowerCase();

/** Device settings: what the configuration asks for, which is not what a run had. */
export function addMachine(leaves: readonly Leaf[], where: (leaf: Leaf) => string, into: Settings): void {
  for (const leaf of leaves) {
    if (!HARDWARE.has(lastKey(leaf)) || leaf.value === null || leaf.value === '') continue;
    into.hardware.push({
      key: leaf.name,
      value: Array.isArray(leaf.value) ? leaf.value.join(', ') : String(leaf.value),
      where: where(leaf),
    });
  }
}

/** A download address, or the name of a data set on the Hub, under a key that says so. */
function sourceOf(leaf: Leaf, path: string, line: () => number): DataSource[] {
  const key = lastKey(leaf);
  if (typeof leaf.value !== 'string') return [];
  const isAddress = /^(download|(data|dataset|train|training|corpus)(_?(url|link|source|download))|data_?urls?)$/.test(
    key,
  );
  if (isAddress && /^https?:\/\/\S+$/.test(leaf.value))
    return [{ ...identify(leaf.value), path, line: line(), packed: false }];
  const isName = /^(dataset_name|hf_dataset|dataset_id|hub_dataset|dataset_repo(_id)?)$/.test(key);
  if (!isName || !/^[\w][\w.-]*\/[\w][\w.-]*$/.test(leaf.value) || /\.(csv|json|parquet|txt)$/.test(leaf.value))
    return [];
  return [{ kind: 'hf-dataset', value: leaf.value, path, line: line(), packed: false }];
}
