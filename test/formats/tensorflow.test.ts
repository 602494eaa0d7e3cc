import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { bytesField, type Message, message, textField, varintField } from '../../src/containers/protobuf-writer.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { emptyMetaGraph, type GraphNode, operatorsOf } from '../../src/formats/tensorflow-graph.js';
import { diskAccess } from '../../src/tree/disk-access.js';
import { type MemoryFiles, memoryAccess } from './memory-access.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'neutral');
const filesOf = (name: string): Record<string, Buffer> =>
  Object.fromEntries(readdirSync(join(fixtures, name)).map((file) => [file, readFileSync(join(fixtures, name, file))]));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const node = (name: string, op: string, inputs: string[] = [], functions: string[] = []): GraphNode => ({
  name,
  op,
  inputs,
  functions,
});
const nodeDef = ({ name, op, inputs, functions }: GraphNode): Message =>
  message(
    textField(1, name),
    textField(2, op),
    ...inputs.map((input) => textField(3, input)),
    ...functions.map((called) =>
      bytesField(5, message(textField(1, 'f'), bytesField(2, bytesField(10, textField(1, called))))),
    ),
  );
const functionDef = (name: string, ...body: GraphNode[]): Message =>
  message(bytesField(1, textField(1, name)), ...body.map((part) => bytesField(3, nodeDef(part))));
const graphDef = (nodes: GraphNode[], ...functions: Message[]): Message =>
  message(
    ...nodes.map((part) => bytesField(1, nodeDef(part))),
    bytesField(2, message(...functions.map((definition) => bytesField(1, definition)))),
  );
const signature = (key: string, output: string): Message =>
  bytesField(
    5,
    message(
      textField(1, key),
      bytesField(2, bytesField(2, message(textField(1, 'o'), bytesField(2, textField(1, output))))),
    ),
  );
const savedModel = (graph: Message, ...rest: Message[]): Message =>
  message(
    varintField(1, 1),
    bytesField(
      2,
      message(bytesField(1, message(textField(4, 'serve'), textField(5, '2.21.0'))), bytesField(2, graph), ...rest),
    ),
  );

const inspectSaved = (bytes: Uint8Array, others: MemoryFiles = {}) =>
  inspectModel('m', memoryAccess({ 'm/saved_model.pb': bytes, ...others }), { digests: true });

describe('operators of a graph', () => {
  const saver = node('save/write', 'SaveV2', [], []);

  it('tells those of the checkpoint machinery apart', () => {
    const graph = {
      ...emptyMetaGraph(),
      nodes: [node('y', 'MatMul', ['x']), node('x', 'Placeholder'), saver],
      saver: ['save/write:0'],
      signatures: new Map([['serve', ['y:0']]]),
    };
    expect(operatorsOf(graph)).toEqual({ model: ['MatMul', 'Placeholder'], saver: ['SaveV2'], restore: [] });
  });

  it('follows functions, their functions, and control inputs', () => {
    const graph = {
      ...emptyMetaGraph(),
      nodes: [node('y', 'StatefulPartitionedCall', ['^c'], ['outer']), node('c', 'ReadFile'), saver],
      functions: new Map([
        ['outer', [node('a', 'PartitionedCall', [], ['inner'])]],
        ['inner', [node('b', 'WriteFile')]],
      ]),
      saver: ['save/write', 'c:0'],
      signatures: new Map([['serve', ['y:0']]]),
    };
    expect(operatorsOf(graph)).toEqual({
      model: ['PartitionedCall', 'ReadFile', 'StatefulPartitionedCall', 'WriteFile'],
      saver: ['SaveV2'],
      restore: [],
    });
  });

  it('ends where functions call each other in a circle', () => {
    const graph = {
      ...emptyMetaGraph(),
      nodes: [node('y', 'Call', ['y'], ['f'])],
      functions: new Map([
        ['f', [node('a', 'Call', [], ['g'])]],
        ['g', [node('b', 'Call', [], ['f'])]],
      ]),
      signatures: new Map([['s', ['y']]]),
    };
    expect(operatorsOf(graph).model).toEqual(['Call']);
  });
});

describe('tensorflow-savedmodel', () => {
  it('reports what reaches outside of the graph by a signature', async () => {
    const graph = graphDef([node('y', 'StatefulPartitionedCall', [], ['f'])], functionDef('f', node('r', 'ReadFile')));
    const found = await inspectSaved(savedModel(graph, signature('serving_default', 'y:0')));
    expect(found.contents.loading).toBe('program');
    expect(found.observations).toMatchObject([{ kind: 'callable', code: 'tf-op', name: 'ReadFile' }]);
    expect(found.contents.needs).toMatchObject([{ package: 'tensorflow', version: '2.21.0' }]);
  });

  it('reports what only restoring runs, unless it belongs to checkpoints', async () => {
    const graph = graphDef([
      node('restore', 'NoOp', ['^r', '^p']),
      node('r', 'RestoreV2'),
      node('p', 'PyFunc'),
      node('y', 'Identity'),
    ]);
    const found = await inspectSaved(savedModel(graph, bytesField(3, textField(3, 'restore')), signature('s', 'y:0')));
    expect(found.observations.map(({ name }) => name)).toEqual(['PyFunc']);
  });

  it.each([
    ['leaves its folder', '../../etc/passwd', {}, 'path-escape'],
    ['is a link', 'vocab.txt', { 'm/assets/vocab.txt': { kind: 'symlink' } }, 'symlink'],
    ['is missing', 'vocab.txt', {}, 'missing-file'],
  ] as [string, string, MemoryFiles, string][])('reports an asset that %s', async (_what, name, others, code) => {
    const found = await inspectSaved(
      savedModel(graphDef([node('y', 'Identity')]), bytesField(6, textField(2, name))),
      others,
    );
    expect(found.observations.map((observation) => observation.code)).toEqual([code]);
  });

  const text = (value: string) =>
    bytesField(5, message(textField(1, 'value'), bytesField(2, bytesField(8, textField(8, value)))));
  const constant = (name: string, value: string): Message =>
    message(textField(1, name), textField(2, 'Const'), text(value));
  const table = (path: string, ...rest: Message[]) =>
    savedModel(
      message(
        bytesField(1, constant('path', path)),
        bytesField(1, nodeDef(node('init', 'InitializeTableFromTextFileV2', ['table', 'path']))),
      ),
      signature('serve', 'init:0'),
      ...rest,
    );
  const asset = bytesField(6, message(bytesField(1, textField(1, 'path:0')), textField(2, 'v.txt')));

  it('reports files that the graph names itself, and not those that an asset replaces', async () => {
    const told = async (bytes: Uint8Array) =>
      (await inspectSaved(bytes, { 'm/assets/v.txt': 'a' })).observations.map(({ code, name }) => [code, name]);
    expect(await told(table('/etc/passwd'))).toContainEqual(['path-escape', '/etc/passwd']);
    expect(await told(table('/home/me/v.txt', asset))).toEqual([['tf-op', 'InitializeTableFromTextFileV2']]);
  });

  it('reports a restoring that writes', async () => {
    const saver = bytesField(3, message(textField(1, 'file:0'), textField(2, 'save:0'), textField(3, 'save')));
    const graph = graphDef([node('file', 'Placeholder'), node('save', 'SaveV2', ['file']), node('y', 'MatMul')]);
    const found = await inspectSaved(savedModel(graph, saver, signature('serve', 'y:0')));
    expect(found.observations).toMatchObject([{ code: 'tf-op', name: 'SaveV2' }]);
  });

  it('reports byte code that Keras 2 kept beside the graph', async () => {
    const layer = JSON.stringify({ class_name: 'Lambda', config: { name: 'l', function: { items: ['4wEA'] } } });
    const metadata = message(bytesField(1, message(textField(3, 'root.layer-0'), textField(5, layer))));
    const found = await inspectSaved(savedModel(graphDef([node('y', 'MatMul')]), signature('serve', 'y:0')), {
      'm/keras_metadata.pb': metadata,
    });
    expect(found.observations).toMatchObject([{ code: 'keras-code', member: 'keras_metadata.pb#root.layer-0' }]);
  });

  it('reports byte code beside metadata that is broken, and the same one once', async () => {
    const layer = JSON.stringify({ class_name: 'Lambda', config: { name: 'l', function: { items: ['4wEA'] } } });
    const entry = (path: string, text: string) => bytesField(1, message(textField(3, path), textField(5, text)));
    const found = await inspectSaved(savedModel(graphDef([node('y', 'MatMul')]), signature('serve', 'y:0')), {
      'm/keras_metadata.pb': message(entry('root', '{"class_name'), entry('root.a', layer), entry('root.b', layer)),
    });
    expect(found.observations.map(({ code, member }) => [code, member])).toEqual([
      ['truncated', 'keras_metadata.pb#root'],
      ['keras-code', 'keras_metadata.pb#root.a'],
    ]);
  });

  it('reads the text form to the same operators and tensors as the binary one', async () => {
    const text = await inspectModel(join(fixtures, 'tf-savedmodel-pbtxt', 'm').replaceAll('\\', '/'), diskAccess(), {
      digests: true,
    });
    const binary = await inspectModel(join(fixtures, 'tf-module', 'model').replaceAll('\\', '/'), diskAccess(), {
      digests: true,
    });
    const own = (operators: string[]) => operators.filter((operator) => ['MatMul', 'AddV2'].includes(operator));
    expect(own(text.contents.operators)).toEqual(own(binary.contents.operators));
    expect(text.digests?.filter(Boolean).length).toBe(text.contents.tensors.length);
  });
});

describe('tensorflow-graphdef', () => {
  const constant = (name: string, ...tensor: Message[]): Message =>
    bytesField(
      1,
      message(
        textField(1, name),
        textField(2, 'Const'),
        bytesField(5, message(textField(1, 'value'), bytesField(2, bytesField(8, message(...tensor))))),
      ),
    );
  const shape = (...sizes: number[]): Message =>
    bytesField(2, message(...sizes.map((size) => bytesField(2, varintField(1, size)))));
  const inspect = (bytes: Uint8Array) => inspectModel('g.pb', memoryAccess({ 'g.pb': bytes }), { digests: true });

  it('reads constants from content and from typed values, the last of which repeats', async () => {
    const three = Buffer.from('000000400000004000000040', 'hex');
    const one = Buffer.from('00000040', 'hex');
    const found = await inspect(
      message(
        constant('a', varintField(1, 1), shape(3), bytesField(4, three)),
        constant('b', varintField(1, 1), shape(3), bytesField(5, one)),
        constant('c', varintField(1, 3), shape(2), varintField(7, 5)),
      ),
    );
    expect(found.contents.tensors.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([
      ['a', 'float32', [3]],
      ['b', 'float32', [3]],
      ['c', 'int32', [2]],
    ]);
    expect(found.digests).toEqual([sha256(three), sha256(three), sha256(Buffer.from('0500000005000000', 'hex'))]);
  });

  it('does not write out a single value repeated without bounds', async () => {
    const found = await inspect(
      message(constant('a', varintField(1, 1), shape(2 ** 40), bytesField(5, Buffer.alloc(4)))),
    );
    expect(found.digests).toEqual([null]);
    expect(found.observations).toMatchObject([{ kind: 'unread', code: 'resource-limit', name: 'a' }]);
  });

  it('reports content that contradicts the shape', async () => {
    const found = await inspect(message(constant('a', varintField(1, 1), shape(3), bytesField(4, Buffer.alloc(8)))));
    expect(found.observations[0]).toMatchObject({ kind: 'malformed', code: 'invalid-structure', name: 'a' });
  });
});

describe('tensorflow-checkpoint-v2', () => {
  const inspect = (files: Record<string, Buffer>) =>
    inspectModel('ckpt-1.index', memoryAccess(files), { digests: true });

  it('checks values against their CRC', async () => {
    const files = filesOf('tf-checkpoint-v2');
    const data = Object.keys(files).find((name) => name.includes('.data-'))!;
    files[data]![5]! ^= 1;
    const found = await inspect(files);
    expect(found.digests?.filter((digest) => digest === null)).toHaveLength(1);
    expect(found.observations).toMatchObject([
      { kind: 'malformed', code: 'invalid-structure', message: expect.stringContaining('CRC-32C') },
    ]);
  });

  it('reports values beyond the end of their file', async () => {
    const files = filesOf('tf-checkpoint-v2');
    const data = Object.keys(files).find((name) => name.includes('.data-'))!;
    files[data] = files[data]!.subarray(0, 8);
    const found = await inspect(files);
    expect(found.status).toBe('inconclusive');
    expect(new Set(found.observations.map(({ code }) => code))).toEqual(new Set(['truncated']));
  });

  it('tells how far training had come', async () => {
    const found = await inspect(filesOf('tf-checkpoint-v2'));
    expect(found.contents.facts).toContainEqual({ key: 'step', value: 17, where: 'step/.ATTRIBUTES/VARIABLE_VALUE' });
  });
});
