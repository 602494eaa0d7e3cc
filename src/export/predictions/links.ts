import { NotExportable } from '../not-exportable.js';

/** Exponent of the power link that a link is: the mean is the linear predictor to the power of 1 / exponent. */
export function powerOf(link: string): number | null {
  const known: Readonly<Record<string, number>> = { inverse: -1, '1/mu^2': -2, sqrt: 0.5 };
  if (Object.hasOwn(known, link)) return known[link] ?? null;
  const exponent = Number(/^mu\^\(?(-?[0-9.]+)\)?$/.exec(link)?.[1] ?? Number.NaN);
  return Number.isFinite(exponent) && exponent !== 0 ? exponent : null;
}

/** The mean that a linear predictor stands for (R's `make.link`). */
export function inverseLink(link: string, eta: number): number {
  const power = powerOf(link);
  if (power !== null) return eta ** (1 / power);
  switch (link) {
    case 'identity':
      return eta;
    case 'log':
      return Math.exp(eta);
    case 'logit':
      return 1 / (1 + Math.exp(-eta));
    case 'probit':
      return normalCumulative(eta);
    case 'cauchit':
      return 0.5 + Math.atan(eta) / Math.PI;
    case 'cloglog':
      return -Math.expm1(-Math.exp(eta));
    default:
      throw new NotExportable(`the link "${link}" has no place in PMML`);
  }
}

/**
 * Distribution function of the standard normal, to about 1e-15: its series near 0 and its continued fraction in the
 * tails (Abramowitz and Stegun 26.2.10, 26.2.14).
 */
export function normalCumulative(x: number): number {
  if (Number.isNaN(x)) return x;
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (Math.abs(x) < 4) {
    let term = x;
    let sum = x;
    for (let i = 1; Math.abs(term) > Math.abs(sum) * 1e-17 && i < 200; i++) {
      term *= (x * x) / (2 * i + 1);
      sum += term;
    }
    return 0.5 + density * sum;
  }
  if (Math.abs(x) > 38) return x > 0 ? 1 : 0;
  const t = Math.abs(x);
  let fraction = t;
  for (let i = 80; i >= 1; i--) fraction = t + i / fraction;
  return x > 0 ? 1 - density / fraction : density / fraction;
}
