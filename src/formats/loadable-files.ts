import type { Contents, ModelInput } from './format.js';
import { addPart, openPart } from './parts.js';

/** Files of a folder that are no weights by name, and that something else loads: states, arguments, parts of pipelines. */
const LOADABLE =
  /\.(?:bin|pt|pth|ckpt|pkl|pickle|joblib|dill|npy|npz|h5|keras|msgpack|zip|tar|gz|7z|bz2|xz|zst|mar|skops)$/i;
/** Files that people read, and pictures: whoever loads them knows what they are. */
const READABLE =
  /\.(?:md|txt|json|jsonl|ya?ml|toml|cfg|ini|csv|tsv|html|jinja|py|ipynb|sh|png|jpe?g|gif|svg|webp|pdf|safetensors|onnx|gguf)$|(?:^|\/)(?:\.git[a-z]+|LICENSE|MLmodel)$/i;
/** What a pickle, an archive, a compressed stream, an array or HDF5 begins with, whatever the name says. */
const BEGINS =
  /^(?:\x80[\x00-\x05]|[(\]}l]{0,8}c[A-Za-z_][\w.]*\n[A-Za-z_][\w.]*\n|PK\x03\x04|\x1f\x8b\x08|BZh[1-9]|\xfd7zXZ|7z\xbc\xaf|x[\x01\x5e\x9c\xda]|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18|\x93NUMPY|\x89HDF)/;
const MOST_LOADABLE = 256;
/** Files whose beginning is looked at. */
const MOST_LOOKED_AT = 1_024;

/** What readers looked around for already, or know to have nothing around. */
const looked = new WeakSet<Contents>();

/** Says that the reader knows every file of the folder that is asked for as one model. */
export const knowsItsFolder = (contents: Contents): void => void looked.add(contents);

/** Looks into what else lies in the folder, once: what loading it means is told, loading the model does not touch it. */
export async function addLoadableFiles(
  model: ModelInput,
  contents: Contents,
  isKnown = isCompanionOf(contents),
): Promise<void> {
  if (looked.has(contents)) return;
  looked.add(contents);
  const others = (await model.listCompanions()).filter((name) => !isKnown(name));
  const unnamed = others.filter((name) => !LOADABLE.test(name) && !READABLE.test(name));
  const loadable = [...others.filter((name) => LOADABLE.test(name)), ...(await begunLike(unnamed, model))];
  tellLimit(contents, 'files beside the model', loadable.length, MOST_LOADABLE);
  tellLimit(contents, 'files beside the model whose names say nothing', unnamed.length, MOST_LOOKED_AT);
  const { loading, weightsOnlyLoadable } = contents;
  for (const name of loadable.slice(0, MOST_LOADABLE)) {
    const part = await openPart(model, name, contents);
    if (part && part.format.facts.isModel !== false) addPart(contents, name, part, { tensors: false });
  }
  contents.loading = loading;
  if (weightsOnlyLoadable === undefined) delete contents.weightsOnlyLoadable;
  else contents.weightsOnlyLoadable = weightsOnlyLoadable;
}

/** What a reader took up is read by it. */
function isCompanionOf({ companions }: Contents): (name: string) => boolean {
  const known = new Set(companions);
  return (name) => known.has(name);
}

/** Those that begin like something that is loaded. */
async function begunLike(names: readonly string[], model: ModelInput): Promise<string[]> {
  const found: string[] = [];
  for (const name of names.slice(0, MOST_LOOKED_AT)) {
    if ((await model.companionKind?.(name)) !== 'file') continue;
    const source = await model.companion(name);
    const head = source && (await source.read(0, Math.min(source.size, 256)));
    if (head && BEGINS.test(Buffer.from(head).toString('latin1'))) found.push(name);
  }
  return found;
}

function tellLimit(contents: Contents, what: string, count: number, most: number): void {
  if (count > most)
    contents.observations.push({
      kind: 'unread',
      code: 'resource-limit',
      message: `expected at most ${most} ${what}, found ${count}`,
    });
}
