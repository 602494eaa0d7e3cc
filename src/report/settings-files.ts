import { oncePer } from '../bytes/once-per.js';
import type { Evidence } from '../evidence/evidence.js';
import { fileOf } from '../evidence/place.js';

const CODE = /\.(py|R|r|jl|ipynb|qmd|Rmd)$/;

/** Files that were made to hold settings. What code sets holds for that program alone, and no run left it. */
export const settingsFiles = oncePer(({ hyperparameters }: Evidence): readonly string[] => [
  ...new Set(hyperparameters.map(({ source }) => fileOf(source)).filter((file) => !CODE.test(file))),
]);
