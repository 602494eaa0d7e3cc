import { oncePerText } from '../bytes/once-per.js';

/** What follows the file in the name of a place: `:12 fit`, ` (options)`, `#train`. */
const WITHIN = /(:\d+.*| \([^()]*\)|#.*)$/;

/** The file in which a place lies, such as `train.py:12 fit`, `train.py (options)` or `params.yaml#train`. */
export const fileOf = oncePerText((place) => place.replace(WITHIN, ''));
