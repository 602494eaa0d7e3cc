import type { AssessInput } from '../../src/assess/assess.js';
import { DEFAULT_CONFIG } from '../../src/config.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { type Contents, emptyContents, type FormatFacts, type TensorInfo } from '../../src/formats/format.js';
import type { Inspection } from '../../src/formats/inspection.js';

const FACTS: FormatFacts = {
  disclosure: 'documented',
  steward: 'Example Foundation',
  specification: 'https://example.org/spec',
  encoding: 'binary',
  holds: 'weights',
  independent: true,
  worstLoading: 'data-only',
};

/** Cards of a few formats, as the registry would have them. */
export const CARDS: Readonly<Record<string, { name: string; extensions: string[]; facts: FormatFacts }>> = {
  safetensors: { name: 'safetensors', extensions: ['.safetensors'], facts: { ...FACTS, steward: 'Hugging Face' } },
  onnx: {
    name: 'ONNX',
    extensions: ['.onnx'],
    facts: { ...FACTS, disclosure: 'standard', steward: 'LF AI & Data', holds: 'model' },
  },
  'pytorch-zip': {
    name: 'PyTorch checkpoint (zip)',
    extensions: ['.pt', '.pth', '.bin', '.ckpt'],
    facts: {
      ...FACTS,
      disclosure: 'source',
      steward: 'PyTorch Foundation',
      independent: false,
      worstLoading: 'code',
      openExport: 'safetensors',
    },
  },
  pickle: {
    name: 'Python pickle',
    extensions: ['.pkl', '.pickle'],
    facts: {
      ...FACTS,
      disclosure: 'documented',
      steward: 'Python Software Foundation',
      holds: 'anything',
      independent: false,
      worstLoading: 'code',
      openExport: 'onnx',
    },
  },
  'r-rds': {
    name: 'R data (RDS)',
    extensions: ['.rds'],
    facts: {
      ...FACTS,
      disclosure: 'source',
      steward: 'R Core Team',
      holds: 'anything',
      independent: false,
      worstLoading: 'code',
      openExport: 'pmml',
    },
  },
  npy: {
    name: 'NumPy array',
    extensions: ['.npy'],
    facts: { ...FACTS, disclosure: 'standard', steward: 'NumPy', holds: 'table', worstLoading: 'code' },
  },
  csv: {
    name: 'CSV',
    extensions: ['.csv'],
    facts: { ...FACTS, disclosure: 'standard', steward: 'IETF', encoding: 'text', holds: 'table' },
  },
  'git-lfs-pointer': { name: 'Git LFS pointer', extensions: [], facts: { ...FACTS, holds: 'nothing' } },
};

/** A tensor of float32 in C order. */
export const tensor = (name: string, shape: number[], dtype = 'float32'): TensorInfo => ({
  name,
  dtype,
  shape,
  byteLength: shape.reduce((a, b) => a * b, 1) * 4,
});

export interface Sketch extends Partial<Contents> {
  format?: string;
  size?: number;
  wrappers?: string[];
  alsoRecognizedAs?: string[];
  digests?: (string | null)[];
  status?: Inspection['status'];
  extensions?: string[];
}

/** An inspection with only what a test cares about. */
export function inspection(path: string, sketch: Sketch = {}): Inspection {
  const {
    format = 'safetensors',
    size = 1000,
    wrappers = [],
    alsoRecognizedAs = [],
    digests,
    status,
    extensions,
    ...contents
  } = sketch;
  const card = CARDS[format]!;
  const full: Contents = { ...emptyContents('data-only'), ...contents };
  const broken = full.observations.some(({ kind }) => kind === 'unread' || kind === 'malformed');
  return {
    path,
    size,
    companions: full.companions,
    format: {
      id: format,
      name: card.name,
      wrappers,
      basis: 'test',
      alsoRecognizedAs,
      extensions: extensions ?? card.extensions,
      facts: card.facts,
    },
    contents: full,
    ...(digests && { digests }),
    observations: full.observations,
    status: status ?? (broken ? 'inconclusive' : 'complete'),
  };
}

export const NO_EVIDENCE: Evidence = {
  schema: 'modelbag/evidence/1',
  scripts: [],
  seeds: [],
  training: [],
  determinism: [],
  hyperparameters: [],
  hardware: [],
  metrics: [],
  baseModels: [],
  environments: [],
  framework: [],
  dataSources: [],
  documents: { license: null, citation: null, modelCard: null, codemeta: null, zenodo: null },
  cost: {},
  unread: [],
};

/** Evidence that leaves nothing to wish. */
export const GOOD_EVIDENCE: Evidence = {
  ...NO_EVIDENCE,
  scripts: [
    {
      path: 'train.py',
      language: 'python',
      role: 'train',
      writes: [{ model: 'model.pt', line: 40, how: 'torch.save' }],
    },
  ],
  seeds: [{ path: 'train.py', line: 9, library: 'torch', value: 42, how: 'call', scope: 'training', grade: 'fixed' }],
  training: [{ script: 'train.py', model: 'model.pt', seeded: 'yes', missing: [], why: '' }],
  hardware: [{ key: 'gpu', value: 'NVIDIA A100', where: 'README.md:20' }],
  metrics: [{ name: 'accuracy', value: 0.973, split: 'test', where: 'metrics.json' }],
  environments: [
    {
      path: 'uv.lock',
      ecosystem: 'uv',
      grade: 'P4',
      pinned: 34,
      total: 34,
      hashed: 34,
      problems: [],
      packages: { torch: '2.13.0' },
    },
  ],
  framework: [{ package: 'torch', version: '2.13.0', exact: 'yes', where: 'uv.lock:812' }],
  dataSources: [{ kind: 'doi', value: '10.24432/C56C76', path: 'README.md', line: 12, packed: false }],
  documents: {
    license: { path: 'LICENSE', spdx: 'MIT', where: 'file' },
    citation: { path: 'CITATION.cff', valid: true, problems: [], title: 'Iris', version: '1.0.0' },
    modelCard: { path: 'README.md', title: 'Iris', sections: ['Training data'] },
    codemeta: null,
    zenodo: null,
  },
};

/** What `assess` takes, with defaults for all that a test does not name. */
export const input = (part: Partial<AssessInput> = {}): AssessInput => ({
  repository: 'iris',
  revision: '0123456789abcdef0123456789abcdef01234567',
  tag: 'v1.0.0',
  files: [],
  refused: [],
  notes: [],
  inspections: [],
  evidence: NO_EVIDENCE,
  config: DEFAULT_CONFIG,
  ...part,
});

const WEIGHTS = [tensor('fc.bias', [3]), tensor('fc.weight', [3, 4])];

/** A state dict and its proven copy. */
export const goodModels = (): Inspection[] => [
  inspection('model.onnx', { format: 'onnx', tensors: WEIGHTS, digests: ['b'.repeat(64), 'w'.repeat(64)] }),
  inspection('model.pt', {
    format: 'pytorch-zip',
    size: 1893,
    tensors: WEIGHTS,
    digests: ['b'.repeat(64), 'w'.repeat(64)],
    globals: ['collections.OrderedDict', 'torch.FloatStorage', 'torch._utils._rebuild_tensor_v2'],
    weightsOnlyLoadable: true,
    needs: [{ package: 'torch', version: '', evidence: 'globals of model/data.pkl' }],
  }),
];
