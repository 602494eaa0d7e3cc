/** Exponent of the power link that a link is: the mean is the linear predictor to the power of 1 / exponent. */
export declare function powerOf(link: string): number | null;
/** The mean that a linear predictor stands for (R's `make.link`). */
export declare function inverseLink(link: string, eta: number): number;
/**
 * Distribution function of the standard normal, to about 1e-15: its series near 0 and its continued fraction in the
 * tails (Abramowitz and Stegun 26.2.10, 26.2.14).
 */
export declare function normalCumulative(x: number): number;
