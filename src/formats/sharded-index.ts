import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { isObject, type JsonObject, readJson } from '../containers/json-document.js';
import {
  begin,
  type Contents,
  certain,
  emptyContents,
  type Format,
  type FormatFacts,
  type ModelInput,
  NO,
} from './format.js';
import { utf8Head } from './head-text.js';
import { headKeys } from './json-glimpse.js';
import { addPart, openPart, partTensors } from './parts.js';
import { safetensors } from './safetensors.js';

/** An index that says in which shard each tensor lies: `metadata` and `weight_map`. */
const shardedFormat = (id: string, name: string, endings: string, facts: FormatFacts): Format => ({
  id,
  name,
  extensions: ['.json'],
  family: 'hugging-face',
  container: 'directory',
  signature: `JSON with weight_map to shards that end with ${endings.replaceAll('|', ', ')}`,
  facts,
  specializes: 'json',
  recognize: (glimpse) => {
    const keys = headKeys(glimpse);
    if (!keys?.includes('weight_map')) return NO;
    // Loaders go by the name of the index, whatever its shards are called.
    const isNamed = new RegExp(`\\.(?:${endings})\\.index\\.json$`).test(glimpse.path);
    return isNamed || new RegExp(`\\.(?:${endings})"`).test(utf8Head(glimpse.head))
      ? certain('JSON with a weight_map of shards')
      : NO;
  },

  async inspect(model, limits) {
    const { shards, placed } = await readIndex(model, limits);
    const contents = begin(model, 'data-only');
    for (const shard of shards) {
      const part = await openPart(model, shard, contents);
      if (!part) continue;
      addPart(contents, shard, part, { tensors: true });
      compare(shard, placed, part.contents, contents);
    }
    return contents;
  },

  async *tensors(model, limits) {
    const { shards } = await readIndex(model, limits);
    for (const shard of shards) {
      const part = await openPart(model, shard, emptyContents('data-only'));
      if (part) yield* partTensors(part, shard);
    }
  },
});

/** Tensors that the index promises must be in their shard, and no others. */
function compare(shard: string, placed: JsonObject, inner: Contents, contents: Contents): void {
  const held = new Set(inner.tensors.map(({ name }) => name));
  for (const [name, where] of Object.entries(placed)) {
    if (where !== shard || held.has(name)) continue;
    contents.observations.push({
      kind: 'malformed',
      code: 'invalid-structure',
      message: `expected the tensor "${name}" in "${shard}", found none`,
      name,
    });
  }
  for (const name of held) {
    if (placed[name] === shard) continue;
    contents.observations.push({
      kind: 'unaccounted',
      code: 'unindexed-tensor',
      message: `expected tensors of the index in "${shard}", found "${name}"`,
      name,
    });
  }
}

async function readIndex({ source }: ModelInput, limits: Limits): Promise<{ shards: string[]; placed: JsonObject }> {
  const index = await readJson(source, limits);
  const placed = isObject(index) ? index['weight_map'] : undefined;
  if (!isObject(placed)) throw new FormatError('invalid-structure', 'expected an object weight_map, found none', 0);
  const shards = new Set<string>();
  for (const shard of Object.values(placed)) {
    if (typeof shard !== 'string')
      throw new FormatError('invalid-structure', 'expected file names in weight_map, found another value', 0);
    shards.add(shard);
  }
  return { shards: [...shards].sort(byBytes), placed };
}

export const safetensorsSharded: Format = shardedFormat('safetensors-sharded', 'safetensors in shards', 'safetensors', {
  ...safetensors.facts,
  specification: 'https://huggingface.co/docs/transformers/main/en/big_models',
  encoding: 'mixed',
});

export const pytorchSharded: Format = shardedFormat('pytorch-sharded', 'PyTorch checkpoint in shards', 'bin|pt|pth', {
  disclosure: 'source',
  steward: 'PyTorch Foundation, Hugging Face',
  specification: 'https://huggingface.co/docs/transformers/main/en/big_models',
  encoding: 'mixed',
  holds: 'weights',
  independent: false,
  worstLoading: 'code',
  openExport: 'safetensors',
});
