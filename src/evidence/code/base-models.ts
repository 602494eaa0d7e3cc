import type { Evidence } from '../evidence.js';
import { matcher } from './names.js';
import type { Repository } from './repository.js';
import { callsOf, type Role } from './roles.js';
import { isTest } from './test-files.js';
import type { CallEvent, Module } from './value.js';
import { argument, knownText } from './values.js';

type Row = Evidence['baseModels'][number];

const HUB = matcher(
  [
    'transformers.*.from_pretrained',
    'diffusers.*.from_pretrained',
    'pytorch_pretrained_bert.*.from_pretrained',
    'pytorch_transformers.*.from_pretrained',
    'peft.*.from_pretrained',
    'open_clip.*',
    'unsloth.*.from_pretrained',
    'setfit.*.from_pretrained',
    'optimum.*.from_pretrained',
    'speechbrain.*.from_hparams',
    'sentence_transformers.SentenceTransformer',
    'sentence_transformers.CrossEncoder',
    'tensorflow_hub.load',
    'tensorflow_hub.KerasLayer',
    'torch.hub.load',
    'timm.create_model',
    'ultralytics.YOLO',
    'spacy.load',
    'segmentation_models_pytorch.*',
  ].map((call) => [call, true] as const),
);
const TOKENS = /Tokenizer|Processor|FeatureExtractor|Config\.|GenerationConfig/;

/** Models that training begins with: name and revision, as the code gives them. Their tokenizers alone do not count. */
export function baseModelRows(repository: Repository, roles: ReadonlyMap<Module, Role>): Row[] {
  const rows = new Map<string, Row>();
  for (const trace of repository.traces) {
    const trains = roles.get(trace.main) === 'train';
    for (const event of callsOf(trace)) {
      if (event.dormant || isTest(event.module) || !(trains || roles.get(event.module) === 'train')) continue;
      const row = rowOf(event);
      if (row !== undefined) rows.set(`${row.name}\0${row.where}`, row);
    }
  }
  return [...rows.values()];
}

function rowOf(event: CallEvent): Row | undefined {
  const { path } = event;
  const where = `${event.module.path}:${event.line}`;
  const catalog = /^(torchvision\.models|keras\.applications)\.(?:\w+\.)?(\w+)$/.exec(path);
  if (catalog !== null) return isPretrained(event) ? { name: `${catalog[1]}.${catalog[2]}`, where } : undefined;
  if (HUB(path) !== true || TOKENS.test(path)) return undefined;
  if (path === 'timm.create_model' && !isPretrained(event)) return undefined;
  if (path.startsWith('segmentation_models_pytorch.')) return encoderOf(event, where);
  const at = path === 'torch.hub.load' ? 1 : 0;
  const name = knownText(
    argument(event, at, 'pretrained_model_name_or_path', 'model_name', 'model_name_or_path', 'model', 'handle', 'name'),
  );
  if (name === undefined || name === '' || isLocal(name)) return undefined;
  const revision = knownText(event.named.get('revision'));
  const from = path === 'torch.hub.load' ? `${knownText(event.positional[0]) ?? ''} ` : '';
  return { name: `${from}${name}`.trim(), ...(revision === undefined ? {} : { revision }), where };
}

const isLocal = (name: string): boolean =>
  /^(\.{0,2}\/|~|[A-Za-z]:)/.test(name) || name.split('/').length > 2 || /\.(json|ya?ml|cfg)$/.test(name);

/** With weights: asked for, or by default where that is the default. */
function isPretrained(event: CallEvent): boolean {
  const pretrained =
    event.named.get('pretrained') ??
    (event.path.startsWith('torchvision') || event.path.startsWith('timm')
      ? event.positional[event.path.startsWith('timm') ? 1 : 0]
      : undefined);
  if (pretrained?.kind === 'constant') return pretrained.value === true;
  const weights = event.named.get('weights');
  if (weights !== undefined) return !(weights.kind === 'constant' && weights.value === null);
  return event.path.startsWith('keras.applications.') && /\.[A-Z]\w+$/.test(event.path);
}

function encoderOf(event: CallEvent, where: string): Row | undefined {
  const weights = event.named.get('encoder_weights');
  if (weights?.kind === 'constant' && weights.value === null) return undefined;
  const encoder = knownText(argument(event, 0, 'encoder_name'));
  return encoder === undefined ? undefined : { name: `${encoder} (${knownText(weights) ?? 'imagenet'})`, where };
}
