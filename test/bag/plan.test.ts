import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { ModelSet } from '../../src/assess/assessment.js';
import type { BagPlan } from '../../src/bag/bag-plan.js';
import { environmentFiles } from '../../src/bag/crate/languages.js';
import { parseCsv } from '../../src/bag/csv.js';
import type { BagFacts } from '../../src/bag/facts.js';
import { planBag } from '../../src/bag/plan.js';
import { wholeText } from '../../src/bag/text.js';
import { parseCitation } from '../../src/evidence/documents/citation.js';
import { isDeposit } from '../../src/evidence/documents/deposit-files.js';
import { ended } from '../ended.js';
import {
  auditOf,
  DOCUMENTS,
  EMPTY_EVIDENCE,
  IRIS_EVIDENCE,
  IRIS_FILES,
  inspectionOf,
  irisAudit,
  modelReport,
  OPTIONS,
  spelledOut,
  WEIGHTS,
} from './audit-fixture.js';

const plan = planBag(irisAudit(), { ...OPTIONS, documents: DOCUMENTS });
const text = (path: string, from: BagPlan = plan): string => {
  const member = from.members.find((each) => each.path === path);
  if (member?.content.from !== 'text') throw new Error(`expected the text ${path}`);
  return wholeText(member.content.text);
};
const schema = (name: string): object =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../schemas/${name}`, import.meta.url)), 'utf8'));

const errorsOf = (name: string, document: string): unknown => {
  const validate = new Ajv2020({ strict: false }).compile(schema(name));
  validate(JSON.parse(document));
  return validate.errors;
};

describe('bag plan', () => {
  it('puts every file into the folder of its role, at its own path', () => {
    expect(plan.members.map(({ path }) => path)).toEqual([
      '.zenodo.json',
      'CITATION.cff',
      'README.txt',
      'bag-info.txt',
      'bagit.txt',
      'bom.cdx.json',
      'data/config/config/train.yml',
      'data/data-sources.json',
      'data/docs/CITATION.cff',
      'data/docs/LICENSE',
      'data/docs/README.md',
      'data/docs/metrics.json',
      'data/env/requirements.txt',
      'data/exports/models/net.safetensors',
      'data/models/models/net.pt',
      'data/models/saved/saved_model.pb',
      'data/models/saved/variables/variables.index',
      'data/ro-crate-metadata.json',
      'data/src/notebooks/look at it.ipynb',
      'data/src/train.py',
      'data/training-data/data/iris.csv',
      'droid.csv',
      'evidence.json',
      'manifest-sha256.txt',
      'mof.yml',
      'report.html',
      'report.md',
      'ro-crate-metadata.json',
      'ro-crate-preview.html',
      'tagmanifest-sha256.txt',
      'tensors.csv',
    ]);
    expect(plan.name).toBe('iris-v1.0.0');
    expect(plan.renamed).toEqual([]);
  });

  it('has an entry for every folder and every file, and knows the size of the zip', () => {
    const names = plan.zip.entries.map(({ name }) => name);
    expect(names).toContain('data/');
    expect(names).toContain('data/models/saved/variables/');
    expect(names.filter((name) => !name.endsWith('/'))).toEqual(plan.members.map(({ path }) => path));
  });

  it('is the same value for the same audit', () => {
    expect(spelledOut(planBag(irisAudit(), { ...OPTIONS, documents: DOCUMENTS }))).toEqual(spelledOut(plan));
  });

  it('lists the payload in the manifest and everything else in the tag manifest', () => {
    const listed = (path: string) =>
      text(path)
        .trimEnd()
        .split('\n')
        .map((line) => line.split('  ')[1]);
    expect(listed('manifest-sha256.txt')).toEqual(
      plan.members.map(({ path }) => path).filter((path) => path.startsWith('data/')),
    );
    expect(listed('tagmanifest-sha256.txt')).toEqual(
      plan.members
        .map(({ path }) => path)
        .filter((path) => !path.startsWith('data/') && path !== 'tagmanifest-sha256.txt'),
    );
  });

  it('writes bag-info.txt in plain ASCII, folded, with the date of the tag', () => {
    const info = text('bag-info.txt');
    expect(info).toMatch(/^[ -~\n]*$/);
    // A single word that is longer cannot be folded.
    expect(info.split('\n').filter((line) => line.length > 79 && !/^\S+: \S+$/.test(line))).toEqual([]);
    expect(info).toContain('Source-Organization: Universitaet Giessen\nContact-Name: Aenne Mueller\n');
    expect(info).toContain('Bagging-Date: 2025-03-01\n');
    const payload = plan.members.filter(({ path }) => path.startsWith('data/'));
    const octets = payload.reduce((sum, { size }) => sum + size, 0);
    expect(info).toContain(`Payload-Oxum: ${octets}.${payload.length}\n`);
    expect(info).toContain('Bag-Software-Agent: modelbag 0.1.0\n');
  });

  it('writes README.txt in plain ASCII, in English and German, with what was left out', () => {
    const readme = text('README.txt');
    expect(readme).toMatch(/^[ -~\n]*$/);
    expect(readme).toContain('sha256sum -c manifest-sha256.txt');
    expect(readme).toMatch(/data\/models\/models\/net\.pt \(safetensors; preservable[,)]/);
    expect(readme).toContain('except data/data-sources.json');
    expect(readme).toContain('.env: expected no credentials, found an API key');
    expect(readme).toContain('WAS DAS IST');
  });

  it('says that a day is unknown in place of the one that stands for it, and what a closed model is preserved by', () => {
    const readme = text('README.txt', planBag(irisAudit(), { ...OPTIONS, time: Date.UTC(1980, 1, 1) / 1000 }));
    expect(readme).toContain('day unknown (1980-02-01 stands for it in other files)');
    const closed = { openness: { class: 'unsuitable', promise: 'bitstream-only', reason: '', fix: '' } } as const;
    const audit = auditOf(
      ['a.pt', 'a.onnx'].map((path) => ({
        path,
        role: path === 'a.pt' ? ('model' as const) : ('export' as const),
        bytes: path,
      })),
      {
        models: [{ ...modelReport('a.pt'), ...closed }],
        sets: [{ native: 'a.pt', open: ['a.onnx'], proof: 'none', promise: 'preservable', stale: false }],
      },
    );
    const told = text('README.txt', planBag(audit, OPTIONS));
    expect(told).toContain('preservable, open copy, equality not proven: data/exports/a.onnx)');
    expect(told).toContain('erhaltbar, offene Kopie, Gleichheit nicht nachgewiesen: data/exports/a.onnx)');
    const made = { path: 'a.onnx', size: 1, sha256: '' };
    audit.copies = [{ ...made, native: 'a.pt', to: 'onnx', files: [made], leftOut: [], proof: {} as never }];
    const compared = text('README.txt', planBag(audit, OPTIONS));
    expect(compared).toContain('preservable, open copy with proof: data/exports/a.onnx)');
    expect(compared).toContain('erhaltbar, offene Kopie mit Nachweis: data/exports/a.onnx)');
  });

  it('tells where tensors lie in the file and in the zip', () => {
    const entry = plan.zip.entries.find(({ name }) => name.endsWith('net.safetensors'));
    const offset = WEIGHTS.length - 16;
    const [, line] = text('tensors.csv').split('\n');
    expect(line?.split(',').slice(0, 9)).toEqual([
      'data/exports/models/net.safetensors',
      'w',
      'float32',
      'little',
      '2 2',
      '',
      `${offset}`,
      `${(entry?.dataOffset ?? 0) + offset}`,
      '16',
    ]);
  });

  it('keeps formulas in tensor names from spreadsheets, and names with commas in one cell', () => {
    const tensor = { dtype: 'float32', shape: [1], byteLength: 4, offset: 0 };
    const names = ['=cmd(),"x"', '', 'two\nlines'];
    const audit = auditOf([{ path: 'a.bin', role: 'model', bytes: '12345678' }], {}, [
      inspectionOf(
        'a.bin',
        names.map((name) => ({ ...tensor, name })),
      ),
    ]);
    expect(text('tensors.csv', planBag(audit, OPTIONS)).split('\n').slice(1)).toEqual([
      expect.stringMatching(/^data\/models\/a\.bin,"'=cmd\(\),""x""",float32,,1,,0,\d+,4,$/),
      expect.stringMatching(/^data\/models\/a\.bin,,float32,,1,,0,\d+,4,$/),
      'data/models/a.bin,"two',
      expect.stringMatching(/^lines",float32,,1,,0,\d+,4,$/),
      '',
    ]);
  });

  it('finds the tensors of companions, and names none that would lie outside of its file', () => {
    const tensor = { dtype: 'float32', shape: [2], byteLength: 8, offset: 0 };
    const audit = auditOf(
      [
        { path: 'm/a.json', role: 'model', bytes: '1234' },
        { path: 'm/w/b.bin', role: 'model', bytes: '12345678' },
      ],
      {},
      [
        inspectionOf('m/a.json', [
          { ...tensor, name: 'beside', file: 'w/b.bin' },
          { ...tensor, name: 'outside' },
          { ...tensor, name: 'nowhere', file: '../none.bin' },
        ]),
        inspectionOf('m', [{ ...tensor, name: 'below', file: 'w/b.bin' }]),
      ],
    );
    const lines = text('tensors.csv', planBag(audit, OPTIONS)).trimEnd().split('\n').slice(1);
    expect(lines.map((line) => line.split(',').slice(0, 2))).toEqual([
      ['data/models/m/w/b.bin', 'beside'],
      ['data/models/m/w/b.bin', 'below'],
    ]);
  });

  it('leaves nothing of the crate unreferenced where no training is known, and names the environment of scripts', () => {
    const { training: _, ...evidence } = IRIS_EVIDENCE;
    const audit = irisAudit();
    audit.assessment.evidence = {
      ...evidence,
      training: [],
      scripts: [],
      documents: { ...evidence.documents, license: null },
    };
    for (const rocrate of ['1.1', '1.2'] as const) {
      const crate = text('ro-crate-metadata.json', planBag(audit, { ...OPTIONS, rocrate }));
      const graph = (JSON.parse(crate) as { '@graph': Record<string, unknown>[] })['@graph'];
      const referenced = new Set(
        JSON.stringify(graph.map(({ '@id': _id, ...rest }) => rest)).match(/(?<="@id":")[^"]+/g),
      );
      expect(graph.map(({ '@id': id }) => `${id}`).filter((id) => !referenced.has(id))).toEqual([
        'ro-crate-metadata.json',
      ]);
      expect(graph.find(({ '@id': id }) => id === '#license')).toMatchObject({ name: 'No license' });
      const script = graph.find(({ '@id': id }) => id === 'data/src/train.py');
      expect(script).toMatchObject({ softwareRequirements: { '@id': 'data/env/requirements.txt' } });
    }
  });

  it('names the environment of a script that lies beside or above it, else any, unless there are many', () => {
    const lockfiles = (...folders: string[]) => folders.map((folder) => `${folder}requirements.txt`);
    const requirementsOf = (script: string, paths: readonly string[]): unknown => {
      const files = [script, ...paths].map((path, i) => ({
        path,
        role: i === 0 ? ('script' as const) : ('environment' as const),
        bytes: path,
      }));
      const environments = paths.map((path) => ({ ...IRIS_EVIDENCE.environments[0]!, path }));
      const planned = planBag(auditOf(files, { evidence: { ...EMPTY_EVIDENCE, environments } }), OPTIONS);
      const graph = (JSON.parse(text('ro-crate-metadata.json', planned)) as { '@graph': Record<string, unknown>[] })[
        '@graph'
      ];
      return graph.find(({ '@id': id }) => id === `data/src/${script}`)?.['softwareRequirements'];
    };
    const at = (path: string) => ({ '@id': `data/env/${path}` });
    const two = lockfiles('a/', 'b/');
    expect(requirementsOf('a/c/train.py', two)).toEqual(at('a/requirements.txt'));
    expect(requirementsOf('a/c/train.py', [...two, 'requirements.txt'])).toEqual([
      at('a/requirements.txt'),
      at('requirements.txt'),
    ]);
    expect(requirementsOf('c/train.py', two)).toEqual(two.map(at));
    const many = lockfiles(...Array.from({ length: 21 }, (_, i) => `p${i}/`));
    expect(requirementsOf('c/train.py', many)).toBeUndefined();
    expect(requirementsOf('p3/train.py', many)).toEqual(at('p3/requirements.txt'));
  });

  it('finds the environments of many scripts among as many', async () => {
    const environments = Array.from({ length: 60_000 }, (_, i) => ({
      ...IRIS_EVIDENCE.environments[0]!,
      path: `p${i}/requirements.txt`,
    }));
    const facts = { assessment: { evidence: { environments } } } as unknown as BagFacts;
    const found = await ended(() => {
      const of = environmentFiles(facts);
      return environments.map((_, i) => of('#python', `p${i}/src/train.py`));
    });
    expect(found).toEqual(environments.map(({ path }) => [path]));
  });

  it.each(['1.1', '1.2'] as const)(
    'tells copies that were made for the bag from those of the project, in %s',
    (rocrate) => {
      const names = ['m/a.pt', 'm/a.safetensors', 'm/a.safetensors.proof.json', 'm/a.onnx'];
      const audit = auditOf(
        names.map((path) => ({
          path,
          role: path.endsWith('pt') ? ('model' as const) : ('export' as const),
          bytes: path,
        })),
        {
          models: ['m/a.pt', 'm/a.safetensors', 'm/a.onnx'].map((path) => modelReport(path)),
          sets: [
            {
              native: 'm/a.pt',
              open: ['m/a.onnx', 'm/a.safetensors'],
              proof: 'tensors',
              promise: 'preservable',
              stale: false,
            },
          ],
        },
      );
      const copy = { path: 'a.safetensors', size: 1, sha256: '' };
      audit.copies = [{ ...copy, native: 'm/a.pt', to: 'safetensors', files: [copy], leftOut: [], proof: {} as never }];
      const made = planBag(audit, { ...OPTIONS, rocrate });
      const graph = (JSON.parse(text('ro-crate-metadata.json', made)) as { '@graph': Record<string, unknown>[] })[
        '@graph'
      ];
      const [ours, theirs] = ['#export-1-made', '#export-1'].map((id) => graph.find((each) => each['@id'] === id));
      expect(ours).toMatchObject({
        instrument: { '@id': OPTIONS.software.url ?? 'https://www.npmjs.com/package/modelbag' },
        result: { '@id': 'data/exports/m/a.safetensors' },
      });
      // Process Run Crate wants to know what an action was done with.
      if (rocrate === '1.1') expect(theirs).toBeUndefined();
      else expect(theirs).toMatchObject({ result: { '@id': 'data/exports/m/a.onnx' } });
      expect(graph.find((each) => each['@id'] === 'data/exports/m/a.safetensors.proof.json')).toMatchObject({
        description: 'Proof that an open copy equals its model, made for the archive',
      });
      expect(text('README.txt', made)).toContain('end with .proof.json');
    },
  );

  it('tells of which model a copy was made, whatever its name, and takes none for the result of a training', () => {
    const files = ['a:b.pt', 'a_b.onnx'].map((path) => ({ path, role: 'model' as const, bytes: path }));
    const scripts = IRIS_EVIDENCE.scripts
      .filter(({ path }) => path === 'train.py')
      .map((it) => ({ ...it, writes: [] }));
    const audit = auditOf([...files, { path: 'train.py', role: 'script', bytes: 'train' }], {
      models: files.map(({ path }) => modelReport(path)),
      sets: files.map(({ path }) => ({ native: path, open: [], proof: null, promise: 'preservable', stale: false })),
      evidence: { ...EMPTY_EVIDENCE, scripts },
    });
    const copy = { path: 'a_b.onnx', size: 1, sha256: '' };
    audit.copies = [{ ...copy, native: 'a:b.pt', to: 'onnx', files: [copy], leftOut: [], proof: {} as never }];
    const { '@graph': graph } = JSON.parse(text('ro-crate-metadata.json', planBag(audit, OPTIONS))) as {
      '@graph': Record<string, unknown>[];
    };
    const find = (id: string) => graph.find((each) => each['@id'] === id);
    const [model, made] = files.map(({ path }) => graph.find(({ name }) => name === path)?.['@id']);
    expect(find('#export-1-made')).toMatchObject({
      object: { '@id': model },
      result: { '@id': made },
      description: expect.stringContaining('compared with the model, see the proof beside it'),
    });
    expect(find('#train-1')).toMatchObject({ result: { '@id': model } });
    expect(find(`${made}`)).toMatchObject({ isBasedOn: { '@id': model } });
  });

  it('looks at each script and each model as often where there are many', () => {
    const looks = (count: number): number => {
      let looked = 0;
      const seen = <T extends object, K extends keyof T>(value: T, key: K, is: T[K]): T =>
        Object.defineProperty(value, key, {
          get: () => {
            looked++;
            return is;
          },
        });
      const all = Array.from({ length: count }, (_, i) => ({ native: `${i}.pt`, copy: `${i}.onnx`, code: `${i}.py` }));
      const files = all.flatMap(({ native, copy, code }) => [
        { path: native, role: 'model' as const, bytes: native },
        { path: copy, role: 'export' as const, bytes: copy },
        { path: code, role: 'script' as const, bytes: code },
      ]);
      const [script] = IRIS_EVIDENCE.scripts;
      const audit = auditOf(files, {
        models: all.flatMap(({ native, copy }) => [modelReport(native), modelReport(copy)]),
        sets: all.map(({ native, copy }) =>
          seen<ModelSet, 'checkpoints'>(
            { native, open: [copy], proof: 'tensors', promise: 'preservable', stale: false },
            'checkpoints',
            [],
          ),
        ),
        evidence: {
          ...EMPTY_EVIDENCE,
          scripts: all.map(({ code }) => seen({ ...script!, path: code }, 'writes', script!.writes)),
        },
      });
      planBag(audit, OPTIONS);
      return looked;
    };
    const few = looks(10);
    expect(few).toBeGreaterThan(0);
    expect(looks(40)).toBe(4 * few);
  });

  it('maps hostile names and keeps the originals in names.json, in ASCII', () => {
    const names = ['](javascript:x).py', '::error::.py', '\u202Egnp.py', `${'y'.repeat(300)}.py`, 'ok.py', 'OK.py'];
    const hostile = planBag(auditOf(names.map((path) => ({ path, role: 'script' as const, bytes: 'x' }))), OPTIONS);
    const record = text('names.json', hostile);
    expect(errorsOf('names.schema.json', record)).toBeNull();
    expect(record).toMatch(/^[ -~\n]*$/);
    const { names: kept } = JSON.parse(record) as { names: { bag: string; original: string }[] };
    expect(kept.map(({ original }) => original).sort()).toEqual(names.filter((name) => name !== 'OK.py').sort());
    for (const { path } of hostile.members) expect(path).toMatch(/^[A-Za-z0-9 ._+=@,()/-]{1,240}$/);
    for (const path of ['README.txt', 'ro-crate-preview.html', 'bag-info.txt'])
      expect(text(path, hostile)).not.toMatch(/\u202E|<script|\n::error/);
  });

  it('leaves out what has no digest and what the caller names, and says so', () => {
    const audit = irisAudit();
    audit.assessment.files[0]!.sha256 = '';
    const leaveOut = [
      { path: 'data/iris.csv', kind: 'too-large' as const, reason: 'expected less, found more', advice: '' },
    ];
    const smaller = planBag(audit, { ...OPTIONS, leaveOut });
    expect(smaller.leftOut.map(({ path }) => path)).toEqual(['.env', 'data/iris.csv', 'CITATION.cff']);
    expect(smaller.members.some(({ path }) => path.includes('iris.csv') || path.includes('docs/CITATION'))).toBe(false);
  });

  it('tells where the training data lies and which of it is packed', () => {
    const document = text('data/data-sources.json');
    expect(errorsOf('data-sources.schema.json', document)).toBeNull();
    const { sources, files } = JSON.parse(document);
    expect(sources[2]).toMatchObject({ value: 'data/iris.csv', bagPath: 'data/training-data/data/iris.csv' });
    expect(files.map(({ original }: { original: string }) => original)).toEqual(['data/iris.csv']);
  });

  it('can put everything below one folder', () => {
    const folder = planBag(irisAudit(), { ...OPTIONS, documents: DOCUMENTS, layout: 'folder' });
    expect(folder.zip.entries[0]?.name).toBe('iris-v1.0.0/');
    expect(folder.zip.entries.every(({ name }) => name.startsWith('iris-v1.0.0/'))).toBe(true);
    expect(folder.members.map(({ path }) => path)).toEqual(plan.members.map(({ path }) => path));
  });

  it('takes nothing from a local origin', () => {
    const local = planBag(auditOf(IRIS_FILES, { origin: '/home/somebody/iris' }), OPTIONS);
    for (const { content } of local.members)
      if (content.from === 'text') expect(wholeText(content.text)).not.toContain('somebody');
  });
});

describe('crate', () => {
  const { '@graph': graph } = JSON.parse(text('ro-crate-metadata.json')) as { '@graph': Record<string, unknown>[] };
  const entity = (id: string) => graph.find((each) => each['@id'] === id);

  it('describes every payload file with size and digest', () => {
    const described = plan.members.filter(
      ({ path }) => path.startsWith('data/') && !path.endsWith('/ro-crate-metadata.json'),
    );
    for (const { path, size, sha256 } of described)
      expect(entity(path.replaceAll(' ', '%20'))).toMatchObject({ contentSize: `${size}`, sha256 });
  });

  it('has unique identifiers and resolves every local reference', () => {
    const ids = graph.map((each) => each['@id'] as string);
    expect(new Set(ids).size).toBe(ids.length);
    const references = graph.flatMap((each) =>
      Object.values(each)
        .flat()
        .map((value) => (value as { '@id'?: string } | null)?.['@id'])
        .filter((id) => id !== undefined && !id.startsWith('https://w3id.org/')),
    );
    expect(references.filter((id) => !ids.includes(id as string))).toEqual([]);
  });

  it('tells the training with its script, inputs, seeds, environment and results', () => {
    expect(entity('#train-1')).toMatchObject({
      '@type': 'CreateAction',
      instrument: { '@id': 'data/src/train.py' },
      result: { '@id': 'data/models/models/net.pt' },
      object: expect.arrayContaining([
        { '@id': 'data/config/config/train.yml' },
        { '@id': 'data/training-data/data/iris.csv' },
        { '@id': '#seed-1' },
        { '@id': 'https://doi.org/10.24432/C56C76' },
      ]),
      environment: [{ '@id': '#determinism-1' }, { '@id': '#hardware-1' }],
    });
    expect(entity('#seed-1')).toMatchObject({ name: 'seed (torch)', value: 42 });
  });

  it('tells the open copy and models of several files', () => {
    expect(entity('#export-1')).toMatchObject({
      object: { '@id': 'data/models/models/net.pt' },
      result: { '@id': 'data/exports/models/net.safetensors' },
      description: expect.stringContaining('proven'),
    });
    expect(entity('#model-models/saved/saved_model.pb')).toMatchObject({
      '@type': 'Collection',
      mainEntity: { '@id': 'data/models/saved/saved_model.pb' },
    });
  });

  it('says who made it, without mail addresses', () => {
    expect(entity('./')).toMatchObject({
      license: { '@id': 'https://spdx.org/licenses/MIT' },
      author: [{ '@id': 'https://orcid.org/0000-0002-1825-0097' }, { '@id': '#organization-2' }],
      datePublished: '2025-03-01',
      keywords: 'iris, flowers',
    });
    expect(text('ro-crate-metadata.json')).not.toContain('@example');
  });

  it('lies in the payload too and says the same there, with identifiers relative to data/', () => {
    const inner = JSON.parse(text('data/ro-crate-metadata.json')) as { '@graph': Record<string, unknown>[] };
    const ids = inner['@graph'].map((each) => `${each['@id']}`);
    expect(ids).toContain('models/models/net.pt');
    // A path that rocrate-validator would look for at another place is named absolutely.
    expect(ids.filter((id) => id.includes('data/'))).toEqual([
      expect.stringMatching(/^training-data\/$/),
      expect.stringMatching(/^arcp:\/\/uuid,[0-9a-f-]{36}\/data\/training-data\/data\/iris\.csv$/),
    ]);
    const inBag = (id: string): string => {
      if (id.startsWith('arcp:')) return id.replace(/^arcp:\/\/uuid,[0-9a-f-]{36}\//, '');
      return /^(?:https?:|#|\.\/$|ro-crate-metadata\.json$)/.test(id) ? id : `data/${id}`;
    };
    const asInBag = JSON.parse(JSON.stringify(inner['@graph']), (key, value) =>
      key === '@id' ? inBag(value as string) : value,
    );
    expect(asInBag).toEqual(graph);
  });

  it('shows itself to people, escaped and without scripts', () => {
    const audit = irisAudit();
    audit.assessment.evidence.documents.citation!.title = '</title><script>alert(1)</script>&"';
    const html = text('ro-crate-preview.html', planBag(audit, OPTIONS));
    expect(html).toMatch(/^<!doctype html>\n/);
    expect(html).not.toContain('<script');
    expect(html).toContain('&#60;script&#62;');
    expect(html).not.toMatch(/href="(?!https?:|#|[A-Za-z0-9._/%@+=,() -]+")/);
  });
});

describe('bill of materials', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat('iri-reference', true).addFormat('idn-email', true);
  ajv.addSchema(schema('external/spdx.schema.json'), 'http://cyclonedx.org/schema/spdx.schema.json');
  ajv.addSchema(schema('external/jsf-0.82.schema.json'), 'http://cyclonedx.org/schema/jsf-0.82.schema.json');
  const validate = ajv.compile(schema('external/bom-1.6.schema.json'));

  it('is valid CycloneDX 1.6', () => {
    const bom = JSON.parse(text('bom.cdx.json'));
    validate(bom);
    expect(validate.errors).toBeNull();
    expect(bom.components.map((each: { type: string; name: string }) => `${each.type} ${each.name}`)).toEqual([
      'machine-learning-model models/net.pt',
      'machine-learning-model models/net.safetensors',
      'machine-learning-model saved/saved_model.pb',
      'data Packed training data',
      'data https://archive.ics.uci.edu/static/public/53/iris.zip',
      'data 10.24432/C56C76',
      'data data/iris.csv',
      'data uciml/iris',
      'library Scikit_Learn',
      'library torch',
    ]);
    expect(bom.components.at(-1).purl).toBe('pkg:pypi/torch@2.2.0');
    expect(bom.dependencies[1]).toEqual({ ref: 'model:models/net.pt', dependsOn: ['pkg:pypi/torch@2.2.0'] });
  });

  it('is valid for a project that says nothing of itself', () => {
    const audit = auditOf([{ path: 'm.bin', role: 'model', bytes: 'x' }], {
      models: [modelReport('m.bin')],
      origin: '',
    });
    validate(JSON.parse(text('bom.cdx.json', planBag(audit, OPTIONS))));
    expect(validate.errors).toBeNull();
  });
});

describe('citation of the release', () => {
  const authors = IRIS_EVIDENCE.documents.citation?.authors ?? [];

  it('is a CITATION.cff of this version that the format accepts', async () => {
    const citation = await parseCitation(text('CITATION.cff'), 'CITATION.cff');
    expect(citation).toMatchObject({ valid: true, problems: [], authors, version: 'v1.0.0', license: 'MIT' });
    expect(parse(text('CITATION.cff'))).toMatchObject({
      title: 'Iris – a small flower model',
      'date-released': '2025-03-01',
      'repository-code': 'https://github.com/example/iris',
      keywords: ['iris', 'flowers'],
    });
  });

  it.each([
    ['an author stands there twice', { authors: [...authors, ...authors] }, {}],
    [
      'an organization stands there with two addresses',
      { authors: [{ name: 'A', affiliation: 'B' }, { name: 'A' }] },
      {},
    ],
    ['the license has a name of its own', {}, { spdx: 'LicenseRef-Acme-1.0' }],
    ['the license is newer than the format', {}, { spdx: 'BSD-3-Clause-Sun' }],
    ['a title has control characters', { title: 'a\u007f\u0085\u009f\u2028\ufeffb' }, {}],
  ])('is one that the format accepts where %s', async (_, cited, licensed) => {
    const { citation, license, ...rest } = IRIS_EVIDENCE.documents;
    const documents = {
      ...rest,
      citation: citation && { ...citation, ...cited },
      license: license && { ...license, ...licensed },
    };
    const from = planBag(auditOf(IRIS_FILES, { evidence: { ...IRIS_EVIDENCE, documents } }), OPTIONS);
    const written = text('CITATION.cff', from);
    // Parsers of YAML 1.1 reject those, or take them for line ends.
    expect(written).not.toMatch(/[\u007f-\u009f\u2028\u2029\ufeff]/);
    expect(await parseCitation(written, 'CITATION.cff')).toMatchObject({ valid: true, problems: [] });
  });

  it('ends for names of blanks', async () => {
    const blanks = { path: '.zenodo.json', valid: true, creators: [{ name: `a,${'\t'.repeat(400_000)},b` }] };
    const documents = { ...EMPTY_EVIDENCE.documents, zenodo: blanks };
    const from = auditOf(IRIS_FILES, { evidence: { ...EMPTY_EVIDENCE, documents } });
    expect((await ended(() => planBag(from, OPTIONS))).members.length).toBeGreaterThan(0);
  });

  it('is metadata that Zenodo takes for a deposit', () => {
    const deposit = JSON.parse(text('.zenodo.json'));
    expect(isDeposit(deposit)).toBe(true);
    expect(deposit).toMatchObject({
      title: 'Iris – a small flower model',
      version: 'v1.0.0',
      publication_date: '2025-03-01',
      license: 'mit',
      creators: [
        { name: 'Müller, Änne', affiliation: 'Universität Gießen', orcid: '0000-0002-1825-0097' },
        { name: 'The Flower Group' },
      ],
    });
    expect(deposit.related_identifiers).toContainEqual({
      scheme: 'url',
      identifier: 'https://github.com/example/iris/tree/v1.0.0',
      relation: 'isSupplementTo',
    });
    expect(deposit.related_identifiers).toContainEqual({
      scheme: 'doi',
      identifier: '10.24432/C56C76',
      relation: 'isDerivedFrom',
    });
  });

  it('hands on what the repository asks to be cited, and what it cites', () => {
    const { citation, ...rest } = IRIS_EVIDENCE.documents;
    const references = [
      { title: 'The paper', doi: 'https://doi.org/10.1000/paper', preferred: true as const },
      { title: 'A page', url: 'https://example.org/page' },
      { title: 'The data', doi: '10.24432/C56C76' },
      { title: 'A book' },
      { title: 'A trap', url: 'javascript:alert(1)' },
      { title: 'Another', url: 'https://name:password@example.org/' },
    ];
    const documents = { ...rest, citation: citation && { ...citation, references } };
    const from = planBag(auditOf(IRIS_FILES, { evidence: { ...IRIS_EVIDENCE, documents } }), OPTIONS);
    const deposit = JSON.parse(text('.zenodo.json', from));
    expect(isDeposit(deposit)).toBe(true);
    const related = deposit.related_identifiers.map((each: Record<string, string>) => Object.values(each).join(' '));
    expect(related.slice(-3)).toEqual([
      'doi 10.24432/C56C76 isDerivedFrom',
      'doi 10.1000/paper isDocumentedBy',
      'url https://example.org/page cites',
    ]);
    const graph: Record<string, unknown>[] = JSON.parse(text('ro-crate-metadata.json', from))['@graph'];
    expect(graph.find((each) => each['@id'] === './')?.citation).toEqual([
      { '@id': 'https://doi.org/10.1000/paper' },
      { '@id': 'https://example.org/page' },
      { '@id': 'https://doi.org/10.24432/C56C76' },
    ]);
    expect(graph.find((each) => each['@id'] === 'https://doi.org/10.1000/paper')?.name).toBe('The paper');
  });

  it('names those of .zenodo.json where nobody wrote a CITATION.cff, and is left out where nobody is named', async () => {
    const documents = { ...EMPTY_EVIDENCE.documents };
    const planned = (zenodo: typeof documents.zenodo) =>
      planBag(auditOf(IRIS_FILES, { evidence: { ...EMPTY_EVIDENCE, documents: { ...documents, zenodo } } }), OPTIONS);
    const creators = [
      { name: 'Doe, Jane', orcid: '0000-0002-1825-0097', affiliation: 'U' },
      { name: 'Iris, Inc., US' },
    ];
    const from = planned({ path: '.zenodo.json', valid: true, title: 'A <b>', creators });
    const paths = from.members.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['.zenodo.json', 'CITATION.cff']));
    const member = from.members.find(({ path }) => path === 'CITATION.cff');
    const cited = member?.content.from === 'text' ? wholeText(member.content.text) : '';
    expect(await parseCitation(cited, 'CITATION.cff')).toMatchObject({
      valid: true,
      authors: [
        {
          givenNames: 'Jane',
          familyNames: 'Doe',
          affiliation: 'U',
          orcid: 'https://orcid.org/0000-0002-1825-0097',
        },
        { name: 'Iris, Inc., US' },
      ],
    });
    expect(JSON.parse(text('.zenodo.json', from))).toMatchObject({ creators });
    const none = planned(null).members.map(({ path }) => path);
    expect(none.filter((path) => /^(\.zenodo|CITATION)/.test(path))).toEqual([]);
  });
});

describe('Model Openness Framework file', () => {
  it('is YAML with the components that are there', () => {
    const mof = parse(text('mof.yml'));
    expect(mof.release).toMatchObject({ name: 'Iris – a small flower model', version: 'v1.0.0' });
    expect(mof.components).toBeUndefined();
    const { components } = mof.release;
    expect(components.map((each: { name: string }) => each.name)).toEqual([
      'Model parameters (Final)',
      'Model card',
      'Evaluation results',
      'Training code',
      'Supporting libraries and tools',
      'Datasets',
      'Model metadata',
    ]);
    expect(components[0].component_path).toBe('data/models/');
  });
});

describe('manifests', () => {
  const digest = (algorithm: string, member: BagPlan['members'][number]): string => {
    const { content } = member;
    const bytes =
      content.from === 'text'
        ? wholeText(content.text)
        : (IRIS_FILES.find(({ path }) => path === content.path)?.bytes ?? '');
    return createHash(algorithm).update(bytes).digest('hex');
  };

  it('are there for every algorithm that is asked for, and say what the bytes say', () => {
    const digests = new Map(
      IRIS_FILES.map(({ path, bytes }) => [
        path,
        Object.fromEntries(['md5', 'sha512'].map((name) => [name, createHash(name).update(bytes).digest('hex')])),
      ]),
    );
    const many = planBag(irisAudit(), { ...OPTIONS, algorithms: ['md5', 'sha512'], digests });
    for (const algorithm of ['sha256', 'md5', 'sha512']) {
      const lines = ['manifest', 'tagmanifest'].flatMap((kind) =>
        text(`${kind}-${algorithm}.txt`, many).trimEnd().split('\n'),
      );
      const told = new Map(lines.map((line) => line.split('  ').reverse() as [string, string]));
      const listed = many.members.filter(({ path }) => !path.startsWith('tagmanifest-'));
      expect([...told.keys()].sort()).toEqual(listed.map(({ path }) => path).sort());
      for (const member of listed) expect(told.get(member.path)).toBe(digest(algorithm, member));
    }
  });
});

describe('identifiers and formats', () => {
  it('names the tagged objects by SWHIDs, and none where git has no SHA-1 or a submodule hides a tree', () => {
    const swhids = (change: (audit: ReturnType<typeof irisAudit>) => void) => {
      const audit = irisAudit();
      change(audit);
      const graph = JSON.parse(text('ro-crate-metadata.json', planBag(audit, OPTIONS)))['@graph'];
      return graph.flatMap((each: Record<string, string>) => (each['@id']?.startsWith('#swhid') ? each.value : []));
    };
    const origin = ';origin=https://github.com/example/iris';
    expect(swhids(() => {})).toEqual([`swh:1:rev:${'c'.repeat(40)}${origin}`, `swh:1:dir:${'d'.repeat(40)}${origin}`]);
    expect(
      swhids(({ collection }) => {
        const entry = { path: 'lib', kind: 'submodule' as const, size: 0, executable: false };
        Object.assign(collection.tree, { entries: [...collection.tree.entries, entry] });
        Object.assign(collection.tree.revision as object, { tagObject: 'e'.repeat(40) });
      }),
    ).toEqual([`swh:1:rel:${'e'.repeat(40)}${origin}`, `swh:1:rev:${'c'.repeat(40)}${origin}`]);
    expect(
      swhids(({ collection }) => Object.assign(collection.tree.revision as object, { commit: 'c'.repeat(64) })),
    ).toEqual([]);
  });

  it('names a file by the blob that git has, and no other', () => {
    const audit = irisAudit();
    for (const file of audit.collection.files) Object.assign(file.entry, { blob: 'b'.repeat(40) });
    Object.assign(audit.collection.files.find(({ path }) => path === 'models/net.pt') as object, { from: 'lfs' });
    const graph = JSON.parse(text('ro-crate-metadata.json', planBag(audit, OPTIONS)))['@graph'];
    const identifierOf = (id: string) => graph.find((each: Record<string, unknown>) => each['@id'] === id).identifier;
    expect(identifierOf('data/src/notebooks/look%20at%20it.ipynb')).toBe(
      `swh:1:cnt:${'b'.repeat(40)};origin=https://github.com/example/iris;anchor=swh:1:dir:${'d'.repeat(40)};path=/notebooks/look%20at%20it.ipynb`,
    );
    expect(identifierOf('data/models/models/net.pt')).toBeUndefined();
  });

  it('writes droid.csv with a row for every collected file, honest of how it was identified', () => {
    const rows = parseCsv(text('droid.csv'));
    expect(rows).toHaveLength(IRIS_FILES.length + 1);
    const [header = [], ...files] = rows;
    const told = (path: string, column: string) => files.find((row) => row[3] === path)?.[header.indexOf(column)];
    expect(told('data/exports/models/net.safetensors', 'METHOD')).toBe('Signature');
    expect(told('data/exports/models/net.safetensors', 'PUID')).toBe('');
    expect(told('data/docs/README.md', 'METHOD')).toBe('Extension');
    expect(told('data/docs/README.md', 'PUID')).toBe('fmt/1149');
    expect(told('data/docs/LICENSE', 'FORMAT_COUNT')).toBe('0');
    expect(told('data/docs/LICENSE', 'SHA256_HASH')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('claims Process Run Crate with RO-Crate 1.1 alone, and there only actions that name their instrument', () => {
    const old = JSON.parse(text('ro-crate-metadata.json', planBag(irisAudit(), { ...OPTIONS, rocrate: '1.1' })));
    const by = (id: string) => old['@graph'].find((each: Record<string, unknown>) => each['@id'] === id);
    expect(old['@context'][0]).toBe('https://w3id.org/ro/crate/1.1/context');
    expect(by('ro-crate-metadata.json').conformsTo).toEqual({ '@id': 'https://w3id.org/ro/crate/1.1' });
    expect(by('./').conformsTo).toEqual({ '@id': 'https://w3id.org/ro/wfrun/process/0.5' });
    expect(by('#export-1')).toBeUndefined();
    expect(by('#train-1').instrument).toEqual({ '@id': 'data/src/train.py' });
    const [first] = JSON.parse(text('ro-crate-metadata.json'))['@context'];
    expect(first).toBe('https://w3id.org/ro/crate/1.2/context');
  });
});
