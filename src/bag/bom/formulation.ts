import { distinct } from '../distinct.js';
import type { BagFacts } from '../facts.js';
import { uuid5 } from '../uuid.js';

/** How the models were made: one workflow for each training script, with its seeds and settings as parameters. */
export function formulation(facts: BagFacts): { formulation?: object[] } {
  const { scripts, seeds, hyperparameters } = facts.assessment.evidence;
  const known = new Set(facts.assessment.models.map((model) => model.path));
  const trainers = scripts.filter(
    (script, i) => script.role === 'train' && scripts.findIndex((other) => other.path === script.path) === i,
  );
  if (trainers.length === 0) return {};
  const settings = hyperparameters.flatMap(({ values }) =>
    Object.entries(values)
      .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
      .map(([name, value]) => ({ name, value: `${value}`, dataType: typeof value })),
  );
  const workflows = trainers.map((script) => {
    const parameters = distinct([
      ...seeds
        .filter((seed) => seed.path === script.path && seed.value !== null)
        .map((seed) => ({ name: `seed (${seed.library})`, value: `${seed.value}`, dataType: typeof seed.value })),
      ...settings,
    ]);
    const outputs = [...new Set(script.writes.flatMap((write) => write.model ?? []))].filter((path) => known.has(path));
    const task = {
      'bom-ref': `task:${script.path}`,
      uid: uuid5(`urn:uuid:${facts.id}#task:${script.path}`),
      name: script.path,
      taskTypes: ['build'],
      ...(parameters.length > 0 ? { inputs: [{ parameters }] } : {}),
      ...(outputs.length > 0
        ? { outputs: outputs.map((path) => ({ type: 'artifact', resource: { ref: `model:${path}` } })) }
        : {}),
    };
    return {
      'bom-ref': `workflow:${script.path}`,
      uid: uuid5(`urn:uuid:${facts.id}#workflow:${script.path}`),
      name: `Training by ${script.path}`,
      taskTypes: ['build'],
      tasks: [task],
    };
  });
  return { formulation: [{ 'bom-ref': 'formulation', workflows }] };
}
