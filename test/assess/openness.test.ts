import { describe, expect, it } from '@jest/globals';
import type { Openness } from '../../src/assess/assessment.js';
import { assessModel } from '../../src/assess/model.js';
import { inspection, type Sketch, tensor } from './make.js';

const openness = (path: string, sketch: Sketch): Openness => assessModel(inspection(path, sketch)).openness;

describe('openness', () => {
  it('recommends open standards that need no framework', () => {
    expect(openness('m.onnx', { format: 'onnx' })).toEqual({
      class: 'recommended',
      promise: 'preservable',
      reason: 'ONNX is an open standard (LF AI & Data), independent of any framework.',
      fix: 'Nothing to do.',
    });
  });

  it('accepts what one steward documents', () => {
    expect(openness('m.safetensors', {})).toMatchObject({ class: 'acceptable', promise: 'preservable' });
  });

  it('finds state dicts unsuitable although they are data, and names the line that makes an open copy', () => {
    const found = openness('m.pt', {
      format: 'pytorch-zip',
      weightsOnlyLoadable: true,
      needs: [{ package: 'torch', version: '', evidence: '' }],
    });
    expect(found).toMatchObject({ class: 'unsuitable', promise: 'bitstream-only' });
    expect(found.reason).toBe(
      'Anyone can open the container; the pickle inside a PyTorch checkpoint (zip) is data, but only the source code of PyTorch Foundation defines it.',
    );
    expect(found.fix).toContain('modelbag export MODEL --to safetensors');
  });

  it('finds content that needs code unsuitable, whatever its container', () => {
    const found = openness('m.pkl', {
      format: 'pickle',
      loading: 'code',
      globals: ['collections.OrderedDict', 'sklearn.svm._classes.SVC'],
    });
    expect(found).toMatchObject({ class: 'unsuitable', promise: 'bitstream-only' });
    expect(found.reason).toBe('Loading this Python pickle runs the code of `sklearn.svm._classes.SVC`.');
    expect(openness('a.npy', { format: 'npy', loading: 'code' }).class).toBe('unsuitable');
    expect(openness('a.npy', { format: 'npy' }).class).toBe('recommended');
  });

  it('never advises an open copy of a dangerous file', () => {
    const found = openness('m.pkl', { format: 'pickle', loading: 'code', globals: ['os.system'] });
    expect(found.reason).toBe('This Python pickle is dangerous to load.');
    expect(found.fix).toBe('Replace it by weights from a source you trust.');
  });

  it('recommends text for small models only', () => {
    expect(openness('c.csv', { format: 'csv', tensors: [tensor('', [100_000])] }).class).toBe('recommended');
    const big = openness('c.csv', { format: 'csv', tensors: [tensor('', [100_001])] });
    expect(big.class).toBe('acceptable');
    expect(big.reason).toContain('100001 numbers');
  });

  it('promises nothing for what is damaged, encrypted or no model', () => {
    for (const code of ['truncated', 'encrypted', 'missing-file'] as const)
      expect(
        openness('m.onnx', { format: 'onnx', observations: [{ kind: 'unread', code, message: '' }] }).promise,
      ).toBe('bitstream-only');
    expect(
      openness('m.onnx', {
        format: 'onnx',
        observations: [{ kind: 'malformed', code: 'invalid-structure', message: '' }],
      }).promise,
    ).toBe('bitstream-only');
    expect(openness('m.pt', { format: 'git-lfs-pointer' }).reason).toBe('This is a Git LFS pointer, not a model.');
  });

  it('does not blame a documented format for what our reader does not know', () => {
    expect(
      openness('m.safetensors', { observations: [{ kind: 'unread', code: 'unsupported', message: '' }] }).class,
    ).toBe('acceptable');
  });

  it('writes an before the sound of a vowel', () => {
    expect(openness('m.rds', { format: 'r-rds' }).reason).toBe(
      'The content of an R data (RDS) is data, but only the source code of R Core Team defines it.',
    );
  });
});
