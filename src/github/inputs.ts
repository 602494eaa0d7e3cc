import { type Config, parseSize } from '../config.js';
import { EXPORTERS, exporterOf } from '../export/registry.js';
import { isKey } from '../report/comment-marker.js';
import { UsageError } from '../usage-error.js';
import { LARGEST_ASSET } from './asset-files.js';

/** One input of the Action: name, what `action.yml` and the docs say of it, its default, the values it takes. */
export interface InputCard {
  name: string;
  description: string;
  default: string;
  choices?: readonly string[];
}

/** Every input, in the order in which `action.yml` and docs/github.md list them; a test holds all three equal. */
export const INPUTS = [
  {
    name: 'command',
    description:
      '`auto` does what the event asks for; `check`, `pack` (write the bag, attach nothing), `publish` (attach the bags that `pack` wrote into `directory`), `verify` (the bags of earlier releases) and `replay` (train the models of the bag in `directory` again and compare, which runs the program of the repository) do only that.',
    default: 'auto',
    choices: ['auto', 'check', 'pack', 'publish', 'verify', 'replay'],
  },
  { name: 'directory', description: 'Folder of the project, relative to the workspace.', default: '.' },
  {
    name: 'config',
    description: 'Configuration file, relative to the workspace. Without it: `.github/modelbag.yml` of the project.',
    default: '',
  },
  { name: 'tag', description: 'Tag to archive. Without it: the tag of the event.', default: '' },
  {
    name: 'token',
    description: 'Token for the API of GitHub. What it may do, the `permissions` of the job say.',
    default: `\${{ github.token }}`,
  },
  {
    name: 'fail-on',
    description:
      'Lowest severity that fails the job: `error`, `warning` or `never`. Without it: `fail-on` of the configuration, else `error`. On pull requests only findings that the base does not have count.',
    default: '',
    choices: ['', 'error', 'warning', 'never'],
  },
  {
    name: 'exports',
    description:
      'Open formats that the models of a bag are exported to, separated by commas: `safetensors`, `npz`, `onnx`, `pmml` … Without it: `exports` of the configuration.',
    default: '',
  },
  {
    name: 'comment',
    description:
      '`auto` comments on a pull request when a model file or an error is new, `always` on every one, `never` on none. Without it: `comment` of the configuration, else `auto`.',
    default: '',
    choices: ['', 'auto', 'always', 'never'],
  },
  {
    name: 'comment-key',
    description: 'Name of this job where several of a workflow comment or write files.',
    default: 'modelbag',
  },
  {
    name: 'release',
    description:
      '`auto` attaches the bag to the release of the tag, or to a new draft; `draft` only to a draft; `attach` only to a release that exists; `publish` is `auto` and publishes the draft once the bag is verified; `none` attaches nothing.',
    default: 'auto',
    choices: ['auto', 'draft', 'publish', 'attach', 'none'],
  },
  {
    name: 'if-exists',
    description:
      'Where the release has a file of the same name: `verify` accepts the same bytes and fails on others, `replace` puts ours in its place, `fail` fails.',
    default: 'verify',
    choices: ['verify', 'replace', 'fail'],
  },
  {
    name: 'split',
    description:
      'Longest file that the release takes, as `500 MB` or `1.9 GiB`; larger bags are split into files beside them. Without it: the 2 GiB of GitHub.',
    default: '',
  },
  {
    name: 'check-run',
    description:
      '`true` writes the findings at their lines into a check run instead of the log, which needs `checks: write`.',
    default: 'false',
    choices: ['true', 'false'],
  },
  {
    name: 'upload-sarif',
    description: '`true` uploads the findings to code scanning, which needs `security-events: write`.',
    default: 'false',
    choices: ['true', 'false'],
  },
  {
    name: 'train',
    description:
      'With `command: replay`: the command that trains, as `python train.py --seed 7`; there is no shell. Without it: the one that the bag names.',
    default: '',
  },
] as const satisfies readonly InputCard[];

export type InputName = (typeof INPUTS)[number]['name'];

/** What the workflow asked for, checked. */
export interface Inputs {
  command: 'auto' | 'check' | 'pack' | 'publish' | 'verify' | 'replay';
  directory: string;
  config?: string;
  tag?: string;
  token?: string;
  failOn?: Config['failOn'];
  exports?: string[];
  comment?: Config['comment'];
  commentKey: string;
  release: 'auto' | 'draft' | 'attach' | 'publish' | 'none';
  ifExists: 'verify' | 'replace' | 'fail';
  /** Longest file that may be attached, in bytes. */
  split: number;
  checkRun: boolean;
  uploadSarif: boolean;
  /** Command that trains. */
  train?: string;
}

/** People write `refs/tags/v1.0` too. */
export const plainTag = (tag: string): string => tag.trim().replace(/^refs\/tags\//, '');

const listOf = (text: string): string[] => text.split(/[\s,]+/).filter((part) => part !== '');

/** Reads and checks all inputs; an empty string is unset. Throws UsageError that names every wrong one. */
export function parseInputs(get: (name: InputName) => string): Inputs {
  const faults: string[] = [];
  const values = new Map<InputName, string>();
  for (const card of INPUTS as readonly (InputCard & { name: InputName })[]) {
    const written = get(card.name).trim();
    const value = written === '' && card.name !== 'token' ? card.default : written;
    if (card.choices && !card.choices.includes(value))
      faults.push(`${card.name}: expected ${card.choices.filter(Boolean).join(', ')}, found ${JSON.stringify(value)}`);
    values.set(card.name, value);
  }
  const value = (name: InputName): string => values.get(name) as string;
  if (!isKey(value('comment-key')))
    faults.push(
      `comment-key: expected a name of letters, digits, ".", "_" and "-", found ${JSON.stringify(value('comment-key'))}`,
    );
  const split = value('split') === '' ? LARGEST_ASSET : (parseSize(value('split')) ?? 0);
  if (split < 1 || split > LARGEST_ASSET)
    faults.push(`split: expected a size of at most ${LARGEST_ASSET} bytes, found ${JSON.stringify(value('split'))}`);
  const exports = listOf(value('exports'));
  for (const id of exports)
    if (!exporterOf(id))
      faults.push(`exports: expected ${EXPORTERS.map((known) => known.id).join(', ')}, found ${JSON.stringify(id)}`);
  if (faults.length > 0) throw new UsageError(faults.join('\n'), 'Correct `with:` of the step.');
  return {
    command: value('command') as Inputs['command'],
    directory: value('directory'),
    ...optional('config', value('config')),
    ...optional('tag', plainTag(value('tag'))),
    ...optional('token', value('token')),
    ...optional('failOn', value('fail-on')),
    ...(value('exports') !== '' && { exports }),
    ...optional('comment', value('comment')),
    commentKey: value('comment-key'),
    release: value('release') as Inputs['release'],
    ifExists: value('if-exists') as Inputs['ifExists'],
    split,
    checkRun: value('check-run') === 'true',
    uploadSarif: value('upload-sarif') === 'true',
    ...optional('train', value('train')),
  } as Inputs;
}

const optional = (key: keyof Inputs, value: string): object => (value === '' ? {} : { [key]: value });
