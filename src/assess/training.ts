import type { Evidence, Seed, Training } from '../evidence/evidence.js';
import type { Facts } from './rule.js';

/** Grades of a seed that is written down but does not settle the run. */
const UNSETTLED: readonly Seed['grade'][] = ['default-none', 'dynamic', 'conditional', 'declared-unused'];

/**
 * Runs that a reader wants to know of. What trains and saves nothing tries something out, and nobody asks for its model again;
 * it counts where no program saves any.
 */
export function tellingRuns({ training, scripts }: Pick<Evidence, 'training' | 'scripts'>): Training[] {
  const savesNothing = ({ script }: Training): boolean =>
    script !== undefined && !scripts.some(({ path, writes }) => path === script && writes.length > 0);
  const telling = training.filter((run) => !savesNothing(run));
  return telling.some(({ script }) => script !== undefined) ? telling : training;
}

/** Where a report about a training run points to. */
export const placeOf = ({ script, model }: Training): string => script ?? model ?? '.';

/** The seed line of a script that exists without effect on an unmodified run; the first one, if any. */
export const unsettledSeed = ({ evidence }: Pick<Facts, 'evidence'>, { script }: Training): Seed | undefined =>
  evidence.seeds.find(({ path, scope, grade }) => path === script && scope === 'training' && UNSETTLED.includes(grade));

/** The call that seeds everything a library draws from. */
const CALLS = new Map(
  Object.entries({
    random: 'random.seed(42)',
    numpy: 'numpy.random.seed(42)',
    torch: 'torch.manual_seed(42)',
    tensorflow: 'tf.random.set_seed(42)',
    keras: 'keras.utils.set_random_seed(42)',
    jax: 'jax.random.key(42)',
    sklearn: 'random_state=42',
    pandas: 'random_state=42',
    lightning: 'seed_everything(42, workers=True)',
    transformers: 'transformers.set_seed(42)',
    accelerate: 'accelerate.utils.set_seed(42)',
    xgboost: 'seed=42',
    lightgbm: 'seed=42',
    r: 'set.seed(42)',
    julia: 'Random.seed!(42)',
    'python-hash': 'PYTHONHASHSEED=0',
  }),
);

/** How to seed the named libraries, as one phrase. */
export function seedAdvice(libraries: readonly string[]): string {
  const calls = libraries.flatMap((library) => (CALLS.has(library) ? [`\`${CALLS.get(library)}\``] : []));
  return calls.length > 0 ? calls.join(', ') : 'the seed of every library that draws random numbers';
}
