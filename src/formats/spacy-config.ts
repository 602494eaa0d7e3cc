import { isObject, type Json } from '../containers/json-document.js';
import { escapes } from '../containers/zip.js';
import type { Observation } from './format.js';
import names from './spacy-names.json' with { type: 'json' };

/*
 * config.cfg: sections whose names are paths, keys with values in JSON, variables as `${section.key}`. Loading a pipeline
 * resolves the sections `nlp` and `components`; those of training are only read when it is trained again.
 */
const RESOLVED = /^(?:nlp|components)(?:\.|$)/;
/** What spaCy, thinc and their companions register, languages among it. */
const REGISTERED = new Set(names.registered);
const FACTORIES = new Set(names.factories);
const LANGUAGES = new Set(names.languages);
/** Observations of one file. */
const MOST_TOLD = 200;

export interface ConfigEntry {
  section: string;
  key: string;
  value: string;
}

/** Entries as Python's reader of INI files finds them: a value goes on in lines that are indented. */
export function spacyEntries(text: string): ConfigEntry[] {
  const entries: ConfigEntry[] = [];
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const last = entries.at(-1);
    const at = line.search(/[=:]/);
    const [, heading] = /^\s*\[([^\]]+)\]/.exec(line) ?? [];
    if (heading !== undefined) section = heading;
    else if (/^\s/.test(line)) {
      if (last) last.value += `\n${line.trim()}`;
    } else if (at > 0) entries.push({ section, key: line.slice(0, at).trim(), value: line.slice(at + 1).trim() });
  }
  return entries;
}

/** What loading the pipeline looks up that nothing of spaCy registers, and what it reads from elsewhere. */
export function observeSpacyConfig(entries: readonly ConfigEntry[], where: string): Observation[] {
  const found: Observation[] = [];
  for (const { section, key, value } of entries) {
    if (!RESOLVED.test(section)) continue;
    const stack: [string, Json][] = [[key, parsed(value)]];
    for (let next = stack.pop(); next !== undefined && found.length < MOST_TOLD; next = stack.pop()) {
      const [inner, setting] = next;
      const observation = observe(section, inner, setting);
      if (observation) found.push({ ...observation, member: `${where}#${section}.${key}` });
      if (Array.isArray(setting)) for (const item of setting) stack.push([inner, item]);
      else if (isObject(setting)) for (const entry of Object.entries(setting)) stack.push(entry);
    }
  }
  return found;
}

/** A value in JSON; variables and what is none are the text itself. */
function parsed(value: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

function observe(section: string, key: string, value: Json): Observation | null {
  if (typeof value !== 'string' || value === '') return null;
  const lookedUp = (what: string): Observation => ({
    kind: 'callable',
    code: 'spacy-registry',
    name: value,
    message: `expected parts of spaCy, found the ${what} ${JSON.stringify(value)}, which another package registers`,
  });
  if (key.startsWith('@')) return REGISTERED.has(value) ? null : lookedUp(`part of ${key}`);
  if (key === 'factory') return FACTORIES.has(value) ? null : lookedUp('component');
  if (key === 'lang' && section === 'nlp') return LANGUAGES.has(value) ? null : lookedUp('language');
  if (key !== 'source' && !(/path$/.test(key) && escapes(value))) return null;
  return {
    kind: 'external',
    code: escapes(value) ? 'path-escape' : 'external-reference',
    name: value,
    message: `expected everything in the folder, found ${key} set to ${JSON.stringify(value)}`,
  };
}
