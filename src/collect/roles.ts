import { nameOf } from '../formats/file-access.js';
import { extensionOf } from '../formats/glimpse.js';
import type { Role } from './collection.js';
import extensions from './extensions.json' with { type: 'json' };
import rules from './roles.json' with { type: 'json' };

/** A role and what decided it. */
export interface Decision {
  role: Role;
  why: string;
}

const RULES = rules.map((rule: { role: string; why: string; name?: string; path?: string }) => ({
  role: rule.role as Role,
  why: rule.why,
  pattern: new RegExp(rule.name ?? rule.path ?? '', 'iu'),
  ofName: rule.name !== undefined,
}));
const KINDS = {
  model: new Set(extensions.model),
  modelOrData: new Set(extensions.modelOrData),
  data: new Set(extensions.data),
  picture: new Set(extensions.picture),
  document: new Set(extensions.document),
  config: new Set(extensions.config),
};

const DATA_FOLDER =
  /(^|\/)(data|datasets?|raw|raw[_-]data|corpus|corpora|inputs?|training[_-]data|train|processed|interim|external)\//i;
const TEST_FOLDER =
  /(^|\/)(tests?|testing|__tests__|spec|testdata|test[_-]data|test[_-]?resources|fixtures|examples?|demos?|samples?)\//i;
const SAMPLE_NAME =
  /^(.*[_-])?(examples?|sample|samples|demo|dummy|toy|mock|submission|gender_submission|predictions?|preds|outputs?)([_.-].*)?$/i;
/** Front matter by which the Hugging Face hub knows a model card. */
const CARD = /^---\r?\n(?:.*\r?\n){0,200}?(?:library_name|pipeline_tag|base_model|model-index|model_name|datasets)\s*:/;

/**
 * The role of a file that is no model, by its content where that speaks (`head` is its beginning, of a text), else by its
 * name, its folder and its extension.
 */
export function roleOf(path: string, head: string | undefined, size: number): Decision {
  const spoken = head === undefined ? null : roleByContent(path, head);
  if (spoken) return spoken;
  for (const { role, why, pattern, ofName } of RULES)
    if (pattern.test(ofName ? nameOf(path) : path) && !(role === 'metrics' && DATA_FOLDER.test(path)))
      return { role, why };
  return roleByExtension(path, extensionOf(path), size);
}

function roleByContent(path: string, head: string): Decision | null {
  const name = nameOf(path);
  if (/\.(md|markdown)$/i.test(name) && CARD.test(head))
    return { role: 'model-card', why: 'front matter of a model card' };
  if (/^readme/i.test(name) && /^#{1,3} .*model card/im.test(head))
    return { role: 'model-card', why: 'heading of a model card' };
  if (/\.ipynb$/i.test(name)) return { role: 'notebook', why: 'notebook' };
  if (name === 'manifest.json' && /"platform"\s*:/.test(head) && /"metadata"\s*:/.test(head))
    return { role: 'environment', why: 'manifest of Posit Connect' };
  if (!name.includes('.') && /^#!.*\b(python|Rscript|bash|sh|zsh|julia|perl|ruby|node)/.test(head))
    return { role: 'script', why: 'first line names an interpreter' };
  return null;
}

function roleByExtension(path: string, extension: string, size: number): Decision {
  const [inData, inTests] = [DATA_FOLDER.test(path), TEST_FOLDER.test(path)];
  const isData = KINDS.data.has(extension);
  if (inTests && (isData || inData)) return { role: 'other', why: 'data of a test or an example' };
  if (isData && SAMPLE_NAME.test(nameOf(path))) return { role: 'other', why: 'name of a sample or an output' };
  if (/^\.(ya?ml|toml|ini|cfg)$/.test(extension)) return { role: 'config', why: `${extension} holds settings` };
  if (inData && extension !== '.md' && size > 0) return { role: 'training-data', why: 'folder of data' };
  if (isData) return { role: 'training-data', why: `${extension} holds data` };
  if (KINDS.picture.has(extension)) return { role: 'document', why: 'picture or figure' };
  if (KINDS.document.has(extension)) return { role: 'document', why: `${extension} holds text` };
  if (KINDS.config.has(extension)) return { role: 'config', why: `${extension} holds settings` };
  return { role: 'other', why: 'nothing tells what it is for' };
}

/** True where files of this name are nearly always models. */
export const isModelName = (path: string): boolean => KINDS.model.has(extensionOf(path));
/** True where files of this name are models or data. */
export const isModelOrDataName = (path: string): boolean => KINDS.modelOrData.has(extensionOf(path));
export const isInDataFolder = (path: string): boolean => DATA_FOLDER.test(path);
export const isInTestFolder = (path: string): boolean => TEST_FOLDER.test(path);
