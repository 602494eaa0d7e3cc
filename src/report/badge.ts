import type { Assessment } from '../assess/assessment.js';
import { canonicalJson } from './json.js';

const COLOR = { pass: 'brightgreen', attention: 'yellow', fail: 'red' } as const;

/** A README badge as shields.io reads it from an address (https://shields.io/badges/endpoint-badge). */
export function renderBadge({ verdict, sets, models }: Assessment): string {
  const preservable = sets.filter(({ promise }) => promise === 'preservable').length;
  const message =
    models.length === 0
      ? 'no models'
      : verdict === 'fail'
        ? 'not ready to publish'
        : `${preservable} of ${sets.length} preservable`;
  return canonicalJson({
    schemaVersion: 1,
    label: 'modelbag',
    message,
    color: models.length === 0 ? 'lightgrey' : COLOR[verdict],
  });
}
