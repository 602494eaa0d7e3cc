import type { Assessment, ModelReport } from '../../src/assess/assessment.js';
import type { Audit } from '../../src/audit.js';
import type { BagPlan } from '../../src/bag/bag-plan.js';
import { wholeText } from '../../src/bag/text.js';
import { sha256 } from '../../src/bytes/digest.js';
import { byBytes } from '../../src/bytes/order.js';
import { memorySource, type OpenByteSource } from '../../src/bytes/source.js';
import type { CollectedFile, Collection, Role } from '../../src/collect/collection.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import type { FormatFacts, TensorInfo } from '../../src/formats/format.js';
import { emptyContents } from '../../src/formats/format.js';
import type { Inspection } from '../../src/formats/inspection.js';
import type { SourceTree, TreeEntry } from '../../src/tree/tree.js';

export interface FixtureFile {
  path: string;
  role: Role;
  bytes: Uint8Array | string;
}

/** 2025-03-01T12:00:01Z, an odd second. */
export const TIME = 1740830401;
export const OPTIONS = {
  tag: 'v1.0.0',
  time: TIME,
  software: { name: 'modelbag', version: '0.1.0', url: 'https://example.org/modelbag' },
};

export const EMPTY_EVIDENCE: Evidence = {
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

/** An audit of files in memory, with the given judgment. */
export function auditOf(
  files: readonly FixtureFile[],
  { origin = 'https://github.com/example/iris.git', ...given }: Partial<Assessment> & { origin?: string } = {},
  inspections: Inspection[] = [],
): Audit {
  const sorted = [...files].sort((a, b) => byBytes(a.path, b.path));
  const entries = sorted.map(
    (file): TreeEntry => ({
      path: file.path,
      kind: 'file',
      size: Buffer.from(file.bytes).length,
      executable: false,
    }),
  );
  const open = openerOf(files);
  const tree: SourceTree = {
    kind: 'git',
    label: 'iris@v1.0.0',
    name: 'iris',
    origin,
    revision: { commit: 'c'.repeat(40), tag: 'v1.0.0', tree: 'd'.repeat(40), time: TIME },
    notes: [],
    entries,
    open,
    async keep() {
      throw new Error('expected no content to keep');
    },
    async close() {},
  };
  const collected = sorted.map(
    (file, i): CollectedFile => ({
      path: file.path,
      role: file.role,
      size: (entries[i] as TreeEntry).size,
      entry: entries[i] as TreeEntry,
    }),
  );
  const collection = {
    tree,
    files: collected,
    models: [],
    refused: [],
    open,
    notes: [],
    companions: [],
  } as unknown as Collection;
  const assessment: Assessment = {
    schema: 'modelbag/check/1',
    repository: 'iris',
    revision: 'c'.repeat(40),
    tag: 'v1.0.0',
    verdict: 'pass',
    summary: 'One model, preservable.',
    models: [],
    sets: [],
    evidence: EMPTY_EVIDENCE,
    findings: [],
    files: sorted.map(({ path, role, bytes }) => ({
      path,
      role,
      size: Buffer.from(bytes).length,
      sha256: sha256(Buffer.from(bytes)),
    })),
    refused: [],
    notes: [],
    ...given,
  };
  return { copies: [], collection, inspections, assessment };
}

/** A plan with its texts as they are, not as what makes them: to be compared. */
export const spelledOut = (plan: BagPlan): object => ({
  ...plan,
  members: plan.members.map(({ content, ...member }) => ({
    ...member,
    content: content.from === 'text' ? wholeText(content.text) : content,
  })),
});

/** Opens the files of a fixture by path. */
export function openerOf(files: readonly FixtureFile[]): (path: string) => Promise<OpenByteSource> {
  const byPath = new Map(files.map((file) => [file.path, Buffer.from(file.bytes)]));
  return async (path) => {
    const bytes = byPath.get(path);
    if (!bytes) throw new Error(`expected a file ${path}, found none`);
    return { ...memorySource(bytes), async close() {} };
  };
}

const SAFETENSORS: FormatFacts = {
  disclosure: 'documented',
  steward: 'Hugging Face',
  specification: 'https://huggingface.co/docs/safetensors/en/index',
  encoding: 'binary',
  holds: 'weights',
  independent: true,
  worstLoading: 'data-only',
  mediaType: 'application/vnd.safetensors',
};

export const modelReport = (path: string, more: Partial<ModelReport> = {}): ModelReport => ({
  path,
  size: 100,
  companions: [],
  format: {
    id: 'safetensors',
    wrappers: [],
    name: 'safetensors',
    version: '',
    basis: 'header',
    alsoRecognizedAs: [],
    worstLoading: 'data-only',
  },
  openness: { class: 'acceptable', promise: 'preservable', reason: 'documented', fix: '' },
  loading: 'data-only',
  safety: { status: 'complete', verdict: 'safe', findings: [], globals: [] },
  needs: [],
  facts: [],
  tensorCount: 1,
  parameterCount: 4,
  storedBytes: 16,
  logicalBytes: 16,
  ...more,
});

export const inspectionOf = (path: string, tensors: TensorInfo[] = [], digests?: string[]): Inspection => ({
  path,
  size: 100,
  companions: [],
  format: {
    id: 'safetensors',
    name: 'safetensors',
    wrappers: [],
    basis: 'header',
    alsoRecognizedAs: [],
    extensions: [],
    facts: SAFETENSORS,
  },
  contents: { ...emptyContents('data-only'), tensors },
  ...(digests ? { digests } : {}),
  observations: [],
  status: 'complete',
});

/** Four little-endian floats behind a safetensors header. */
export const WEIGHTS = (() => {
  const header = '{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}       ';
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header), Buffer.from(new Float32Array([1, 2, 3, 4]).buffer)]);
})();

/** A project as it should be: every role, people, seeds, environment, citations. */
export const IRIS_FILES: readonly FixtureFile[] = [
  { path: 'CITATION.cff', role: 'citation', bytes: 'cff-version: 1.2.0\n' },
  { path: 'LICENSE', role: 'license', bytes: 'MIT License\n' },
  { path: 'README.md', role: 'model-card', bytes: '# Iris\n' },
  { path: 'config/train.yml', role: 'config', bytes: 'lr: 0.1\n' },
  { path: 'data/iris.csv', role: 'training-data', bytes: 'a,b\n1,2\n' },
  { path: 'metrics.json', role: 'metrics', bytes: '{"accuracy":0.97}\n' },
  { path: 'models/net.pt', role: 'model', bytes: Buffer.alloc(2000, 7) },
  { path: 'models/net.safetensors', role: 'export', bytes: WEIGHTS },
  { path: 'notebooks/look at it.ipynb', role: 'notebook', bytes: '{}' },
  { path: 'requirements.txt', role: 'environment', bytes: 'torch==2.2.0\n' },
  { path: 'saved/saved_model.pb', role: 'model', bytes: 'pb' },
  { path: 'saved/variables/variables.index', role: 'model', bytes: 'index' },
  { path: 'train.py', role: 'script', bytes: 'import torch\n' },
];

const TENSOR = {
  name: 'w',
  dtype: 'float32',
  shape: [2, 2],
  byteLength: 16,
  offset: WEIGHTS.length - 16,
  byteOrder: 'little' as const,
};

export const IRIS_EVIDENCE: Evidence = {
  ...EMPTY_EVIDENCE,
  scripts: [
    {
      path: 'train.py',
      language: 'python',
      role: 'train',
      writes: [{ model: 'models/net.pt', line: 9, how: 'torch.save' }],
    },
  ],
  seeds: [
    { path: 'train.py', line: 3, library: 'torch', value: 42, how: 'call', scope: 'training', grade: 'fixed' },
    { path: 'train.py', line: 4, library: 'numpy', value: 'args.seed', how: 'call', scope: 'split', grade: 'derived' },
  ],
  training: [
    { model: 'models/net.pt', script: 'train.py', seeded: 'yes', missing: [], why: 'every library is seeded' },
  ],
  determinism: [{ path: 'train.py', line: 5, flag: 'torch.use_deterministic_algorithms', value: 'True' }],
  hyperparameters: [
    { source: 'config/train.yml', values: { lr: 0.1, layers: [1, 2], optimizer: 'adam' } },
    { source: 'train.py:5', values: { lr: 0.1 } },
  ],
  hardware: [{ key: 'device', value: 'cpu', where: 'train.py:2' }],
  metrics: [
    { name: 'accuracy', value: 0.97, split: 'test', where: 'metrics.json' },
    { name: 'accuracy', value: 0.97, split: 'test', where: 'README.md:3' },
  ],
  environments: [
    {
      path: 'requirements.txt',
      ecosystem: 'pip',
      grade: 'P2',
      pinned: 1,
      total: 1,
      hashed: 0,
      problems: [],
      packages: { torch: '2.2.0', Scikit_Learn: '1.4.0' },
      interpreter: '3.11',
    },
  ],
  dataSources: [
    {
      kind: 'url',
      value: 'https://archive.ics.uci.edu/static/public/53/iris.zip',
      path: 'README.md',
      line: 4,
      packed: false,
    },
    { kind: 'doi', value: '10.24432/C56C76', path: 'README.md', line: 5, packed: false },
    { kind: 'local', value: 'data/iris.csv', path: 'train.py', line: 6, packed: true },
    { kind: 'kaggle', value: 'uciml/iris', path: 'README.md', line: 7, packed: false },
  ],
  documents: {
    license: { path: 'LICENSE', spdx: 'MIT', where: 'file' },
    citation: {
      path: 'CITATION.cff',
      valid: true,
      problems: [],
      title: 'Iris – a small flower model',
      abstract: 'Classifies irises\nby their leaves.',
      doi: '10.5281/zenodo.1234567',
      keywords: ['iris', 'flowers'],
      authors: [
        {
          givenNames: 'Änne',
          familyNames: 'Müller',
          orcid: 'https://orcid.org/0000-0002-1825-0097',
          affiliation: 'Universität Gießen',
        },
        { name: 'The Flower Group' },
      ],
    },
    modelCard: { path: 'README.md', sections: [] },
    codemeta: null,
    zenodo: null,
  },
};

/** The audit of `IRIS_FILES`. */
export const irisAudit = (): Audit =>
  auditOf(
    IRIS_FILES,
    {
      models: [
        modelReport('models/net.pt', {
          openness: { class: 'unsuitable', promise: 'bitstream-only', reason: '', fix: '' },
          needs: [{ package: 'torch', version: '', evidence: 'globals' }],
        }),
        modelReport('models/net.safetensors'),
        modelReport('saved/saved_model.pb', { companions: ['saved/variables/variables.index'] }),
      ],
      sets: [
        {
          native: 'models/net.pt',
          open: ['models/net.safetensors'],
          proof: 'tensors',
          promise: 'preservable',
          stale: false,
        },
      ],
      evidence: IRIS_EVIDENCE,
      refused: [
        { path: '.env', kind: 'secret', reason: 'expected no credentials, found an API key', advice: 'Remove it.' },
      ],
    },
    [
      inspectionOf('models/net.safetensors', [TENSOR], [sha256(WEIGHTS.subarray(WEIGHTS.length - 16))]),
      inspectionOf('models/net.pt'),
    ],
  );

export const DOCUMENTS = [
  { path: 'evidence.json', text: '{"schema":"modelbag/evidence/1"}\n' },
  { path: 'report.md', text: '# Report\n' },
  { path: 'report.html', text: '<!doctype html>\n' },
];
