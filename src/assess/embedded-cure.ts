import type { Evidence } from '../evidence/evidence.js';
import type { Inspection } from '../formats/inspection.js';
import { rowsByName, toldParts } from './embedded-data.js';
import { quote } from './quote.js';

/** Functions of R whose fits keep their data unless told not to, and how to tell them. */
const R_FITS: readonly (readonly [name: RegExp, cure: string])[] = [
  [/^(lm|glm)$/, 'add `model = FALSE, x = FALSE, y = FALSE`'],
  [/^(loess|nls|polr|multinom|clm)$/, 'add `model = FALSE`'],
  [/^(train|caret::train)$/, 'use `trainControl(returnData = FALSE)`'],
  [/^(fit|workflow|last_fit)$/, 'save `butcher::butcher(fit)` instead of the fit'],
  [/^(stan_glm|stan_glmer|stan_lm|brm)$/, 'save the draws (`as.matrix(fit)`) instead of the fit'],
];

/** The line to change so that the model is saved without its data, as one sentence; empty where no code here writes it. */
export function embeddedCure({ path, contents }: Inspection, { scripts, hyperparameters }: Evidence): string {
  const script = scripts.find(({ writes }) => writes.some(({ model }) => model === path));
  const write = script?.writes.find(({ model }) => model === path);
  if (!script || !write) return '';
  const saved =
    write.cell === undefined ? quote(`${script.path}:${write.line}`) : `cell ${write.cell} of ${quote(script.path)}`;
  if (script.language !== 'r') return pythonCure(saved, contents.tensors);
  // What a function or a formula captured stays with every fit, whatever the fit is told.
  if (toldParts(contents.facts).some(({ path }) => /(^|\$)environment\$/.test(path)))
    return `To save it without them, drop what the fit captured before ${saved}, for example with \`butcher::axe_env(fit)\`.`;
  const fits = hyperparameters.flatMap(({ source }) => {
    const [, file, line, name = ''] = /^(.+):(\d+) (.+)$/.exec(source) ?? [];
    const cure = R_FITS.find(([pattern]) => pattern.test(name.replace(/^.*(::|\.)/, '')))?.[1];
    return file === script.path && cure !== undefined ? [{ place: `${file}:${line}`, name, cure }] : [];
  });
  const [fit] = fits;
  return fit
    ? `To save it without them, at ${quote(fit.place)} (${quote(fit.name)}) ${fit.cure}.`
    : `To save it without them, drop them before ${saved}, for example with \`butcher::butcher(fit)\`.`;
}

/** Neighbors, kernels and samples of a clustering are training rows; a table beside a model is not. */
function pythonCure(saved: string, tensors: Inspection['contents']['tensors']): string {
  const rowsOf = rowsByName(tensors);
  return tensors.some(({ name }) => rowsOf(name) !== null)
    ? `The rows are the model itself: ${saved} can only save another kind of model without them.`
    : `To save it without them, hand only the fitted model to ${saved}, not the table.`;
}
