import { namedAuthors } from './citation/authors.js';
import type { BagFacts, PackedFile } from './facts.js';
import { yamlString } from './yaml-string.js';

interface Component {
  name: string;
  description: string;
  files: readonly PackedFile[];
}

/**
 * mof.yml: the components of the Model Openness Framework that the release holds, in the form its evaluation tool reads
 * (schema/mof_schema.json of https://github.com/lfai/model_openness_tool). A component has one path: the deepest folder of its files.
 */
export function mofText(facts: BagFacts): string {
  const { documents } = facts.assessment.evidence;
  const spdx = documents.license?.spdx;
  const license = documents.license && facts.byOriginal.get(documents.license.path);
  const [author] = namedAuthors(facts);
  const producer =
    author?.affiliation ?? author?.name ?? [author?.givenNames, author?.familyNames].filter(Boolean).join(' ');
  const lines = [
    'framework:',
    '  name: "Model Openness Framework"',
    "  version: '1.0'",
    '  date: "2024-12-15"',
    'release:',
    `  name: ${yamlString(facts.title)}`,
    `  version: ${yamlString(facts.tag)}`,
    `  date: ${yamlString(facts.date)}`,
    `  producer: ${yamlString(producer)}`,
    `  repository: ${yamlString(facts.repositoryUrl ?? '')}`,
    '  license:',
    '    distribution:',
    `      name: ${yamlString(spdx ?? 'unlicensed')}`,
    `      path: ${yamlString(license?.path ?? '')}`,
    '  components:',
  ];
  for (const { name, description, files } of components(facts)) {
    const [first] = files;
    if (!first) continue;
    lines.push(
      `    - name: ${yamlString(name)}`,
      `      description: ${yamlString(description)}`,
      `      component_path: ${yamlString(files.length === 1 ? first.path : folderOf(files))}`,
      `      license: ${yamlString(spdx ?? 'unlicensed')}`,
      `      license_path: ${yamlString(license?.path ?? '')}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function components(facts: BagFacts): Component[] {
  const { scripts } = facts.assessment.evidence;
  const ofRole = (...roles: PackedFile['role'][]): PackedFile[] =>
    facts.files.filter((file) => roles.includes(file.role));
  const ofScript = (role: (typeof scripts)[number]['role']): PackedFile[] =>
    scripts.filter((script) => script.role === role).flatMap((script) => facts.byOriginal.get(script.path) ?? []);
  const { sets, models: reports } = facts.assessment;
  const states = sets.flatMap(({ checkpoints = [] }) => checkpoints.filter(({ state }) => state === 'intermediate'));
  const early = new Set(states.map(({ path }) => path));
  const intermediate = new Set(
    reports.filter(({ path }) => early.has(path)).flatMap(({ path, companions }) => [path, ...companions]),
  );
  const [models, copies] = [ofRole('model'), ofRole('export')];
  // Copies tell nothing more; the project may have published nothing else.
  const final = models.filter(({ original }) => !intermediate.has(original));
  return [
    { name: 'Model parameters (Final)', description: 'Trained parameters', files: final.length > 0 ? final : copies },
    {
      name: 'Model parameters (Intermediate)',
      description: 'Earlier states of the training',
      files: models.filter(({ original }) => intermediate.has(original)),
    },
    { name: 'Model card', description: 'Description of the model for people', files: ofRole('model-card') },
    { name: 'Evaluation results', description: 'Metrics of the model', files: ofRole('metrics') },
    { name: 'Training code', description: 'Scripts that train the model', files: ofScript('train') },
    { name: 'Inference code', description: 'Scripts that use the model', files: ofScript('inference') },
    { name: 'Evaluation code', description: 'Scripts that measure the model', files: ofScript('evaluate') },
    { name: 'Data preprocessing code', description: 'Scripts that prepare data', files: ofScript('preprocess') },
    { name: 'Supporting libraries and tools', description: 'Software environment', files: ofRole('environment') },
    { name: 'Datasets', description: 'Training data', files: ofRole('training-data') },
    { name: 'Model metadata', description: 'Settings and hyperparameters', files: ofRole('config') },
  ];
}

/** The deepest folder that holds all files. */
function folderOf(files: readonly PackedFile[]): string {
  let prefix = files[0]?.path ?? '';
  for (const { path } of files) {
    while (!path.startsWith(prefix)) prefix = prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
  }
  return prefix.slice(0, prefix.lastIndexOf('/') + 1);
}
