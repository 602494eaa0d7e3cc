import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gatherEnvironments } from '../../../src/evidence/environments/environments.js';
import { ENVIRONMENT_FORMATS } from '../../../src/evidence/environments/registry.js';
import { runs } from '../../thorough.js';
import { collected } from '../collected.js';

const HASH = 'a'.repeat(64);
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const one = async (path: string, text: string) =>
  (await gatherEnvironments(collected({ [path]: text }))).environments[0];

const UV = `version = 1
requires-python = ">=3.10"

[[package]]
name = "demo"
version = "0.1.0"
source = { virtual = "." }

[[package]]
name = "NumPy"
version = "2.0.0"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://x/numpy.tar.gz", hash = "sha256:${HASH}" }
`;

describe('a pylock.toml', () => {
  const entry = (url: string): string =>
    `lock-version = "1.0"\nrequires-python = "==3.11.*"\n[[packages]]\nname = "numpy"\nversion = "2.0.0"\n[[packages.wheels]]\nurl = "${url}"\n[packages.wheels.hashes]\nsha256 = "${HASH}"\n`;
  const project = '[project]\ndependencies = ["numpy"]\n[dependency-groups]\ndev = ["pytest"]\n';

  it('is not stale for lack of tools of development', async () => {
    const gradeOf = async (manifest: string) =>
      (await gatherEnvironments(collected({ 'pylock.toml': entry('https://x/n.whl'), 'pyproject.toml': manifest })))
        .environments[0]!.grade;
    expect(await gradeOf(project)).toBe('P4');
    expect(await gradeOf(project.replace('["numpy"]', '["numpy", "scipy"]'))).toBe('P2');
  });

  it('of files on one machine installs nowhere else', async () => {
    expect(await one('pylock.toml', entry('file:///opt/wheels/n.whl'))).toMatchObject({ grade: 'PX' });
  });
});

describe('environment formats', () => {
  it.each<[string, string, string, Record<string, unknown>]>([
    ['uv.lock', 'uv.lock', UV, { grade: 'P3', pinned: 1, total: 1, hashed: 1, packages: { numpy: '2.0.0' } }],
    ['a uv.lock for one Python', 'uv.lock', UV.replace('>=3.10', '==3.10.*'), { grade: 'P4', interpreter: '3.10' }],
    [
      'a uv.lock with a repository',
      'uv.lock',
      `[[package]]\nname = "a"\nversion = "1"\nsource = { git = "https://x/a?rev=main#${COMMIT}" }\n`,
      { grade: 'P3', hashed: 1 },
    ],
    [
      'the versions that the Trainer of Hugging Face wrote down',
      'README.md',
      '# X\n\n### Framework versions\n\n- Transformers 5.24.0\n- Pytorch 2.14.1+cu130\n- Datasets: 3.1\n- Python 3.11\n',
      {
        grade: 'P2',
        packages: { transformers: '5.24.0', torch: '2.14.1+cu130', datasets: '3.1' },
        interpreter: '3.11',
      },
    ],
    [
      'pylock.toml',
      'pylock.toml',
      `lock-version = "1.0"\n[[packages]]\nname = "a"\nversion = "1"\nwheels = [{ url = "u", hashes = { sha256 = "${HASH}" } }]\n`,
      { grade: 'P3', hashed: 1 },
    ],
    [
      'poetry.lock',
      'poetry.lock',
      `[[package]]\nname = "a"\nversion = "1"\nfiles = [{ file = "a.whl", hash = "sha256:${HASH}" }]\n[metadata]\npython-versions = "3.11.4"\n`,
      { grade: 'P4', interpreter: '3.11.4' },
    ],
    [
      'an old poetry.lock',
      'poetry.lock',
      `[[package]]\nname = "a"\nversion = "1"\n[metadata]\npython-versions = "^3.8"\n[metadata.files]\na = [{ file = "a.whl", hash = "sha256:${HASH}" }]\n`,
      { grade: 'P3', hashed: 1 },
    ],
    [
      'pdm.lock',
      'pdm.lock',
      `[[package]]\nname = "a"\nversion = "1"\nrequires_python = ">=3.8"\nfiles = [{file = "a.whl", hash = "sha256:${HASH}"}]\n`,
      { grade: 'P3', hashed: 1 },
    ],
    [
      'Pipfile.lock',
      'Pipfile.lock',
      `{"_meta": {"requires": {"python_version": "3.9"}}, "default": {"a": {"version": "==1.0", "hashes": ["sha256:${HASH}"]}}, "develop": {}}`,
      { grade: 'P4', pinned: 1 },
    ],
    [
      'a Pipfile.lock with a wildcard',
      'Pipfile.lock',
      '{"default": {"a": {"version": "*"}}}',
      { grade: 'P0', pinned: 0 },
    ],
    [
      'pyproject.toml',
      'pyproject.toml',
      '[project]\nname = "x"\ndependencies = ["torch>=2", "numpy==1.26.4"]\n',
      { grade: 'P1', pinned: 1, total: 2 },
    ],
    [
      "Poetry's table",
      'pyproject.toml',
      '[tool.poetry.dependencies]\npython = "^3.10"\nnumpy = "1.26.4"\npandas = "^2"\n',
      { pinned: 1, total: 2 },
    ],
    [
      'setup.py',
      'setup.py',
      'from setuptools import setup\nREQS = [\n  "numpy==1.0",  # pinned\n  "scipy",\n]\nsetup(install_requires=REQS)\n',
      { pinned: 1, total: 2 },
    ],
    [
      'setup.cfg',
      'setup.cfg',
      '[metadata]\nname = x\n[options]\ninstall_requires =\n    numpy==1.0\n    scipy>=1\npython_requires = >=3\n',
      { pinned: 1, total: 2 },
    ],
    [
      'environment.yml',
      'environment.yml',
      'name: x\ndependencies:\n  - python=3.11.4\n  - numpy=1.26\n  - pip:\n    - torch==2.1.0\n',
      { pinned: 2, total: 3, interpreter: '3.11.4' },
    ],
    [
      'an exported environment.yml',
      'environment.yml',
      'dependencies:\n  - python=3.11.4=h123_0\n  - numpy=1.26.4=py311_0\nprefix: /home/someone/x\n',
      { grade: 'P3', pinned: 2 },
    ],
    [
      'an explicit list under the name of requirements',
      'requirements.txt',
      `# platform: linux-64\n@EXPLICIT\nhttps://conda.anaconda.org/conda-forge/linux-64/python-3.11.4-h123_0.conda#${'b'.repeat(32)}\n`,
      { ecosystem: 'conda', grade: 'P4', packages: { python: '3.11.4' } },
    ],
    [
      'a conda list export',
      'conda_spec.txt',
      '# This file may be used to create an environment using:\n# $ conda create --name <env> --file <this file>\nnumpy=1.26.4=py311_0\n',
      { ecosystem: 'conda', grade: 'P3' },
    ],
    [
      'conda-lock.yml',
      'conda-lock.yml',
      `version: 1\nmetadata:\n  platforms: [linux-64]\npackage:\n- name: python\n  version: 3.11.4\n  manager: conda\n  platform: linux-64\n  dependencies:\n    libfoo: '>=1'\n  url: https://x\n  hash:\n    md5: ${'c'.repeat(32)}\n    sha256: ${HASH}\n`,
      { grade: 'P4', pinned: 1, interpreter: '3.11.4' },
    ],
    [
      'pixi.lock',
      'pixi.lock',
      `version: 6\nenvironments:\n  default:\n    packages:\n      linux-64:\n      - conda: https://x/python-3.11.4-h1_0.conda\npackages:\n- conda: https://x/python-3.11.4-h1_0.conda\n  sha256: ${HASH}\n- pypi: https://x/a-1.0.whl\n  name: a\n  version: '1.0'\n  sha256: ${HASH}\n- pypi: ./\n  name: me\n`,
      { grade: 'P4', pinned: 2, packages: { a: '1.0', python: '3.11.4' } },
    ],
    [
      'packrat.lock',
      'packrat/packrat.lock',
      'PackratFormat: 1.4\nRVersion: 4.0.3\n\nPackage: caret\nSource: CRAN\nVersion: 6.0-86\nHash: 77b0545e2c16b4e57c8da2d14042b28d\n',
      { grade: 'P4', interpreter: '4.0.3', packages: { caret: '6.0-86' } },
    ],
    [
      'DESCRIPTION',
      'DESCRIPTION',
      'Package: x\nDepends: R (>= 4.0)\nImports:\n    dplyr,\n    tune (>= 0.1)\n',
      { grade: 'P1', pinned: 0, total: 2 },
    ],
    [
      'Manifest.toml',
      'Manifest.toml',
      'julia_version = "1.8.5"\nmanifest_format = "2.0"\n[[deps.GLM]]\ngit-tree-sha1 = "x"\nversion = "1.8.1"\n[[deps.Dates]]\nuuid = "y"\n',
      { grade: 'P4', pinned: 1, total: 1, packages: { GLM: '1.8.1' } },
    ],
    [
      'Project.toml',
      'Project.toml',
      '[deps]\nGLM = "38e38edf-8417-5370-95a0-9cbb8c7f171a"\n',
      { grade: 'P0', total: 1 },
    ],
    ['a dated snapshot of CRAN', 'runtime.txt', 'r-4.2-2023-01-01\n', { grade: 'P3', interpreter: '4.2' }],
    ['.python-version', '.python-version', '3.11.4\n', { grade: 'P0', total: 0, interpreter: '3.11.4' }],
  ])('reads %s', async (_, path, text, expected) => {
    expect(await one(path, text)).toMatchObject({ path, ...expected });
  });

  it('reads renv.lock, grading repositories that move lower', async () => {
    const lock = (url: string) =>
      JSON.stringify(
        {
          R: { Version: '4.3.1', Repositories: [{ Name: 'CRAN', URL: url }] },
          Packages: { broom: { Package: 'broom', Version: '1.0.5', Source: 'Repository', Hash: 'f'.repeat(32) } },
        },
        null,
        2,
      );
    expect(await one('renv.lock', lock('https://packagemanager.posit.co/cran/2023-08-08'))).toMatchObject({
      grade: 'P4',
      interpreter: '4.3.1',
    });
    const moving = await one('renv.lock', lock('https://cloud.r-project.org'));
    expect(moving).toMatchObject({
      grade: 'P3',
      problems: [{ line: 7, message: expect.stringContaining('changes over time') }],
    });
  });

  it('takes R itself for the dependency of a project without packages', async () => {
    const lock = '{\n "R": {\n  "Version": "4.2.2"\n },\n "Packages": {}\n}';
    expect(await one('renv.lock', lock)).toMatchObject({ grade: 'P3', total: 1, packages: { R: '4.2.2' } });
  });

  it('reads the manifest of rsconnect and no other manifest.json', async () => {
    const text =
      '{"version": 1, "platform": "4.4.1", "metadata": {"appmode": "shiny"}, "packages": {"DBI": {"description": {"Version": "1.2"}}}}';
    expect(await one('app/manifest.json', text)).toMatchObject({ grade: 'P3', packages: { DBI: '1.2' } });
    expect(await one('manifest.json', '{"name": "web app"}')).toBeUndefined();
  });

  it('grades images by digest, version tag and nothing', async () => {
    expect(await one('Dockerfile', `FROM python:3.11.4@sha256:${HASH}\n`)).toMatchObject({
      grade: 'P4',
      interpreter: '3.11.4',
    });
    expect(await one('Dockerfile', 'ARG V=22.11\nFROM nvcr.io/nvidia/pytorch:$V AS base\nFROM base\n')).toMatchObject({
      grade: 'P2',
      total: 1,
    });
    expect(await one('Dockerfile', 'FROM debian:12\n')).toMatchObject({ grade: 'P1' });
    expect(await one('Dockerfile', 'FROM pytorch/pytorch\nRUN pip install numpy torch==2.0\n')).toMatchObject({
      grade: 'P0',
      problems: [{ line: 1 }, { line: 2, message: 'pip installs numpy without version' }],
    });
    expect((await one('Dockerfile', `FROM python:3.11@sha256:${HASH}\nRUN pip install numpy\n`))?.grade).toBe('P2');
  });

  it('reports files with broken syntax as PX with a line', async () => {
    expect(await one('uv.lock', 'version = 1\n[[package]\n')).toMatchObject({ grade: 'PX', problems: [{ line: 2 }] });
    expect(await one('renv.lock', '{\n"R": \n')).toMatchObject({ grade: 'PX', problems: [{ line: 3 }] });
    expect(await one('environment.yml', 'dependencies:\n  - a\n b: [\n')).toMatchObject({ grade: 'PX' });
    expect(await one('requirements.txt', 'a\0b')).toMatchObject({ grade: 'PX' });
  });

  it('answers every text that carries a name it knows', async () => {
    const names = [
      'uv.lock',
      'poetry.lock',
      'Pipfile.lock',
      'pyproject.toml',
      'setup.py',
      'setup.cfg',
      'environment.yml',
      'conda-lock.yml',
      'pixi.lock',
      'renv.lock',
      'DESCRIPTION',
      'Manifest.toml',
      'Dockerfile',
      'runtime.txt',
      'packrat.lock',
      'manifest.json',
      'spec-file.txt',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.string({ unit: fc.constantFrom(...'[]{}":=-#@ \nabR01.,|&*!FROMpackage'), maxLength: 120 }),
        async (name, text) => {
          const { environments } = await gatherEnvironments(collected({ [name]: text }));
          for (const found of environments) expect(found.pinned).toBeLessThanOrEqual(found.total);
        },
      ),
      { numRuns: runs(400) },
    );
  });

  it('recognizes each of its own ids once', () => {
    const ids = ENVIRONMENT_FORMATS.map((format) => format.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('gatherEnvironments', () => {
  it('completes a lock by the file that fixes the interpreter', async () => {
    const { environments } = await gatherEnvironments(collected({ 'uv.lock': UV, '.python-version': '3.12\n' }));
    expect(environments.find((item) => item.path === 'uv.lock')).toMatchObject({ grade: 'P4', interpreter: '3.12' });
  });

  it('reports a lock that lacks what the manifest asks for', async () => {
    const manifest = '[project]\nname = "x"\ndependencies = ["numpy", "torch"]\n';
    const { environments } = await gatherEnvironments(collected({ 'uv.lock': UV, 'pyproject.toml': manifest }));
    expect(environments.find((item) => item.path === 'uv.lock')).toMatchObject({
      grade: 'P2',
      problems: [{ message: expect.stringContaining('lacks torch') }],
    });
  });

  it('leaves out a pyproject.toml that only configures tools', async () => {
    expect(await gatherEnvironments(collected({ 'pyproject.toml': '[tool.ruff]\nline-length = 100\n' }))).toEqual({
      environments: [],
      framework: [],
    });
  });

  it('says which framework is exact, which partly, and which not at all', async () => {
    const framework = async (files: Record<string, string>, imported: string[] = []) =>
      (await gatherEnvironments(collected(files), new Set(imported))).framework;
    expect(await framework({ 'requirements.txt': 'torch==2.1.0\n' })).toEqual([
      { package: 'torch', version: '2.1.0', exact: 'yes', where: 'requirements.txt:1' },
    ]);
    expect(
      await framework({ 'requirements.txt': 'numpy==1.0\n', Dockerfile: 'FROM nvcr.io/nvidia/pytorch:22.11-py3\n' }, [
        'torch',
      ]),
    ).toEqual([{ package: 'torch', version: '22.11', exact: 'partly', where: 'Dockerfile:1' }]);
    expect(await framework({ 'requirements.txt': 'torchvision==0.1\nscikit-learn>=1.3\n' })).toEqual([
      { package: 'scikit-learn', version: '>=1.3', exact: 'no', where: 'requirements.txt:2' },
    ]);
    expect(await framework({}, ['torch', 'os'])).toEqual([{ package: 'torch', version: '', exact: 'no', where: '' }]);
    expect(
      await framework({ 'renv.lock': '{"R": {"Version": "4.3.1"}, "Packages": {"knitr": {"Version": "1.4"}}}' }),
    ).toEqual([{ package: 'R', version: '4.3.1', exact: 'yes', where: 'renv.lock' }]);
  });

  it('names the lock rather than the manifest', async () => {
    const manifest = '[project]\nname = "x"\ndependencies = ["torch==2.0.0"]\n';
    const lock = `[[package]]\nname = "torch"\nversion = "2.0.0"\nsource = { registry = "r" }\nsdist = { hash = "sha256:${HASH}" }\n`;
    const { framework } = await gatherEnvironments(collected({ 'pyproject.toml': manifest, 'uv.lock': lock }));
    expect(framework).toEqual([{ package: 'torch', version: '2.0.0', exact: 'yes', where: 'uv.lock:1' }]);
  });

  it('keeps contradicting exact versions apart and environments of examples aside', async () => {
    const { framework } = await gatherEnvironments(
      collected({
        'a/requirements.txt': 'torch==1.0\n',
        'b/requirements.txt': 'torch==2.0\n',
        'examples/requirements.txt': 'torch==0.4\n',
      }),
    );
    expect(framework.map(({ version }) => version)).toEqual(['1.0', '2.0']);
  });
});
