import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { isObject, type Json, type JsonObject, readJson } from '../containers/json-document.js';
import { FIELD_BUDGET, readText, type WireField, walkFields } from '../containers/protobuf.js';
import { windowedSource } from '../containers/windowed-source.js';
import { openCompanion } from './companion.js';
import { begin, type Contents, certain, emptyContents, type Format, type ModelInput, NO, where } from './format.js';
import { has } from './glimpse.js';
import { latin1Head } from './head-text.js';
import { headKeys } from './json-glimpse.js';
import host from './paddle-host-operators.json' with { type: 'json' };
import { PADDLE_FACTS, parameterTensors, readParameters } from './paddle-parameters.js';
import type { Walk } from './tensorflow-graph-binary.js';

/** What a program says: its operators, and the names of the variables whose values lie beside it. */
interface Program {
  version?: string;
  operators: Set<string>;
  parameters: string[];
}

type ReadProgram = (model: ModelInput, limits: Limits) => Promise<Program>;

/** A program for inference with its parameters in the file of the same stem. */
const programFormat = (
  id: string,
  name: string,
  extensions: string[],
  rest: Pick<Format, 'recognize' | 'container' | 'signature'> & Pick<Partial<Format>, 'specializes'>,
  readProgram: ReadProgram,
): Format => ({
  id,
  name,
  extensions,
  family: 'frameworks',
  facts: { ...PADDLE_FACTS, encoding: 'mixed', holds: 'model', worstLoading: 'program', openExport: 'onnx' },
  ...rest,

  async inspect(model, limits) {
    const contents = begin(model, 'program');
    const { version, operators, parameters } = await readProgram(model, limits);
    if (version !== undefined) contents.version = version;
    contents.operators = [...operators].sort(byBytes);
    for (const operator of contents.operators) addEffect(operator, contents);
    contents.needs.push({ package: 'paddlepaddle', version: '', evidence: 'a program of PaddlePaddle' });
    contents.tensors = (await readBeside(model, parameters, contents, limits)).tensors;
    contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return contents;
  },

  async *tensors(model, limits) {
    const { parameters } = await readProgram(model, limits);
    const { source, tensors } = await readBeside(model, parameters, emptyContents('program'), limits);
    if (source) yield* parameterTensors(source, tensors);
  },
});

/** What an operator does outside of the program, by its definition. */
const EFFECTS = new Map(
  Object.entries(host).flatMap(([effect, operators]) =>
    operators.map((operator): [string, string] => [operator, effect]),
  ),
);

/** Tells of an operator that reaches outside; PIR names its dialect, and ends those that change their input with `_`. */
function addEffect(operator: string, contents: Contents): void {
  const effect = EFFECTS.get(operator.slice(operator.lastIndexOf('.') + 1).replace(/_$/, ''));
  if (effect === undefined) return;
  const message = `the program runs ${operator}, which ${effect}`;
  contents.observations.push({ kind: 'callable', code: 'paddle-op', name: operator, message });
}

/** Parameters from the file beside, which must have as many as the program names. */
async function readBeside(model: ModelInput, parameters: readonly string[], contents: Contents, limits: Limits) {
  if (parameters.length === 0) return { source: null, tensors: [] };
  const file = `${model.path.slice(model.path.lastIndexOf('/') + 1).replace(/\.(?:pdmodel|json)$/i, '')}.pdiparams`;
  const source = await openCompanion(model, file, contents.observations);
  if (!source) return { source, tensors: [] };
  contents.companions.push(file);
  const tensors = (await readParameters(source, limits, parameters)).map((info) => ({ ...info, file }));
  if (tensors.length !== parameters.length)
    contents.observations.push({
      kind: 'malformed',
      code: 'invalid-structure',
      message: `expected ${parameters.length} parameters in "${file}", found ${tensors.length}`,
      name: file,
    });
  return { source, tensors };
}

/*
 * ProgramDesc: 1 blocks, 4 version { 1 } · BlockDesc: 1 index, 2 parent, 3 variables, 4 operators
 * VarDesc: 1 name, 2 type { 1 kind }, 3 persistable · OpDesc: 3 type
 */
const FEED_LIST = 9;
const FETCH_LIST = 10;
const RAW = 17;
/** The key of field 1, a message: its blocks. */
const BLOCKS = 0x0a;

export const paddleProgram: Format = programFormat(
  'paddle-program',
  'PaddlePaddle program',
  ['.pdmodel'],
  {
    container: 'protobuf',
    signature: 'a first block with number 0 and parent -1',
    recognize: where(
      ({ head }) => head[0] === BLOCKS,
      async ({ head, source }) => {
        // The first block is number 0 without a parent, which is -1.
        for await (const block of walkFields(windowedSource(source), 0, source.size, { left: 1 }, 'cut'))
          if (block.wire === 2 && has(head, [0x08, 0x00, 0x10, 0xff, 0xff, 0xff, 0xff], block.start))
            return certain('ProgramDesc whose first block has no parent');
        return NO;
      },
    ),
  },
  async ({ source }) => {
    const walk: Walk = { source: windowedSource(source), budget: { left: FIELD_BUDGET } };
    const program: Program = { operators: new Set(), parameters: [] };
    for await (const field of walkFields(walk.source, 0, source.size, walk.budget)) {
      if (field.number === 1 && field.wire === 2) await readBlock(walk, field, program);
      else if (field.number === 4 && field.wire === 2)
        for await (const part of walkFields(walk.source, field.start, field.end, walk.budget))
          if (part.number === 1) program.version = String(part.varint);
    }
    return program;
  },
);

async function readBlock(walk: Walk, block: WireField, program: Program): Promise<void> {
  for await (const field of walkFields(walk.source, block.start, block.end, walk.budget)) {
    if (field.wire !== 2) continue;
    if (field.number === 3) await readVariable(walk, field, program);
    else if (field.number === 4)
      for await (const part of walkFields(walk.source, field.start, field.end, walk.budget))
        if (part.number === 3 && part.wire === 2) program.operators.add(await readText(walk.source, part));
  }
}

async function readVariable(walk: Walk, variable: WireField, program: Program): Promise<void> {
  let name = '';
  let kind = -1;
  let isPersistable = false;
  for await (const field of walkFields(walk.source, variable.start, variable.end, walk.budget)) {
    if (field.number === 1 && field.wire === 2) name = await readText(walk.source, field);
    else if (field.number === 3) isPersistable = field.varint !== 0n;
    else if (field.number === 2 && field.wire === 2)
      for await (const part of walkFields(walk.source, field.start, field.end, walk.budget))
        if (part.number === 1) kind = Number(part.varint);
  }
  if (isPersistable && kind !== FEED_LIST && kind !== FETCH_LIST && kind !== RAW) program.parameters.push(name);
}

/** Programs of Paddle 3: `base_code` and nested regions of blocks of operations; `p` declares a parameter. */
export const paddlePir: Format = programFormat(
  'paddle-pir',
  'PaddlePaddle program (PIR)',
  ['.json'],
  {
    container: 'json',
    signature: 'the key base_code with the magic "pir"',
    specializes: 'json',
    recognize: (glimpse) =>
      headKeys(glimpse)?.includes('base_code') && /"magic"\s*:\s*"pir"/.test(latin1Head(glimpse.head))
        ? certain('JSON with the base code of PIR')
        : NO,
  },
  async ({ source }, limits) => {
    const document = await readJson(source, limits, { nonFinite: true });
    if (!isObject(document))
      throw new FormatError('invalid-structure', 'expected a JSON object, found another value', 0);
    const program: Program = { operators: new Set(), parameters: [] };
    const base = document['base_code'];
    if (isObject(base) && base['version'] !== undefined) program.version = String(base['version']);
    for (const operation of operationsOf(document['program'])) {
      const type = typeof operation['#'] === 'string' ? operation['#'] : '';
      const attributes = operation['A'];
      if (type === 'p' && Array.isArray(attributes)) program.parameters.push(String(attributes.at(-1)));
      else if (type !== '') program.operators.add(type.replace(/^\d+\./, ''));
    }
    return program;
  },
);

/** Every operation of every region, inner ones included. */
function* operationsOf(holder: Json | undefined): Generator<JsonObject> {
  if (!isObject(holder)) return;
  for (const region of asList(holder['regions']))
    for (const block of asList(isObject(region) ? region['blocks'] : undefined))
      for (const operation of asList(isObject(block) ? block['ops'] : undefined)) {
        if (!isObject(operation)) continue;
        yield operation;
        yield* operationsOf(operation);
      }
}

const asList = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
