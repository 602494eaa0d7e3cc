import { append } from '../bytes/append.js';
import type { Config } from '../config.js';
import { type DvcOutput, type DvcRecords, findDvcFiles, readDvc } from './dvc.js';
import { addFound, type Gathering, openGathered } from './gathering.js';
import { fetchDeclared, type RemoteOptions } from './remote.js';

/** Of a configuration of DVC, which has some lines. */
const CONFIG_BYTES = 64 * 1024;

/** Adds models that do not lie in the tree: those the configuration declares, and those that DVC has at hand. */
export async function addElsewhere(gathering: Gathering, config: Config, options: RemoteOptions): Promise<void> {
  const dvc = await readDvc([...gathering.files.keys()], (path) => openGathered(gathering, path));
  const dvcConfig = await textOf(gathering, '.dvc/config');
  const known = { outputs: dvc.outputs, ...(dvcConfig !== undefined && { config: dvcConfig }) };
  const fetched = await fetchDeclared(gathering.tree, config, known, options);
  for (const { path, isModel, ...found } of fetched.files) {
    addFound(gathering, path, found);
    if (isModel) gathering.declared.add(path);
  }
  append(gathering.refused, fetched.refused);
  append(gathering.notes, fetched.notes);
  for (const output of undeclaredModels(gathering, config, dvc)) await addTracked(gathering, output);
}

/** Text of a file that people write; undefined where there is none. */
async function textOf(gathering: Gathering, path: string): Promise<string | undefined> {
  if (!gathering.files.has(path)) return undefined;
  const source = gathering.contents.open(path) ?? (await openGathered(gathering, path));
  try {
    return Buffer.from(await source.read(0, Math.min(source.size, CONFIG_BYTES))).toString('utf8');
  } finally {
    await source.close();
  }
}

/** Outputs of DVC that are models by its own word or by a pattern, and not fetched yet. */
function undeclaredModels({ files, selection }: Gathering, config: Config, dvc: DvcRecords): DvcOutput[] {
  const asked = new Set(
    config.models.flatMap((model) => (typeof model !== 'string' && 'dvc' in model ? [model.dvc] : [])),
  );
  return dvc.outputs.filter(
    ({ path }) =>
      (dvc.models.has(path) || selection.models.match(path) !== undefined) && !asked.has(path) && !files.has(path),
  );
}

async function addTracked(gathering: Gathering, output: DvcOutput): Promise<void> {
  const { path, size, source } = output;
  const found = await findDvcFiles(output, gathering.tree.surroundings);
  for (const file of found ?? []) addFound(gathering, file.path, { size: file.size, from: 'dvc', open: file.open });
  if (found) return;
  gathering.refused.push({
    path,
    kind: 'unfetched',
    reason: `${source} tracks it with DVC; its ${size === undefined ? '' : `${size} `}bytes are not on this machine`,
    advice: `Run "dvc pull ${path}", or declare it under models: - {dvc: ${path}}.`,
  });
}
