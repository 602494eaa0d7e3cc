import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { originOf } from '../../src/report/origin.js';
import { GOOD_EVIDENCE, goodModels, input, inspection, NO_EVIDENCE } from '../assess/make.js';

const graphOf = (inspections = goodModels(), evidence: Evidence = GOOD_EVIDENCE) => {
  const origin = originOf(assess(input({ inspections, evidence })))!;
  return {
    ...origin,
    told: origin.edges.map(({ from, to, kind }) => `${origin.nodes[from]!.label} ${kind} ${origin.nodes[to]!.label}`),
  };
};
const script = (path: string, model: string) => ({
  path,
  language: 'python' as const,
  role: 'train' as const,
  writes: [{ model, line: 1, how: 'torch.save' }],
});

describe('origin of the models', () => {
  it('leads from data and environment over the script to the model and its open copy', () => {
    const { told, nodes } = graphOf();
    expect(told).toEqual([
      '10.24432/C56C76 made train.py',
      'uv.lock made train.py',
      'train.py made model.pt',
      'model.pt equal model.onnx',
    ]);
    expect(nodes.find(({ label }) => label === 'train.py')!.details).toEqual(['seed torch 42']);
    expect(nodes.find(({ label }) => label === 'uv.lock')!.details).toContain('on NVIDIA A100');
  });

  it('shows what is not known as a gap', () => {
    const { told, nodes } = graphOf([inspection('m.safetensors')], NO_EVIDENCE);
    expect(told).toEqual(['no known script gap m.safetensors']);
    expect(nodes.filter(({ kind }) => kind === 'gap').map(({ label }) => label)).toEqual([
      'no training data',
      'no environment',
      'no known script',
    ]);
  });

  it('joins no data to a script that nothing connects it to', () => {
    const { told } = graphOf([inspection('a.safetensors'), inspection('b.safetensors')], {
      ...NO_EVIDENCE,
      scripts: [script('a.py', 'a.safetensors'), script('b.py', 'b.safetensors')],
      dataSources: [
        { kind: 'url', value: 'https://example.org/a.csv', path: 'a.py', line: 1, packed: false },
        { kind: 'doi', value: '10.1/x', path: 'README.md', line: 1, packed: false },
      ],
    });
    expect(told.filter((edge) => edge.includes('10.1/x') || edge.includes('a.csv'))).toEqual([
      'https://example.org/a.csv made a.py',
    ]);
  });

  it('draws many models, copies and scripts as few boxes', () => {
    const paths = Array.from({ length: 500 }, (_, i) => `runs/epoch-${i}.pt`);
    const { nodes } = graphOf(
      paths.map((path) => inspection(path, { format: 'pytorch-zip' })),
      { ...NO_EVIDENCE, scripts: paths.map((path, i) => script(`train-${i % 300}.py`, path)) },
    );
    expect(nodes.length).toBeLessThan(40);
  });

  it('is nothing where there is neither a model nor a training', () => {
    expect(originOf(assess(input()))).toBeNull();
  });
});
