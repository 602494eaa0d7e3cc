import { isWindowsDevice } from './windows-device.js';

/** The name, without its endings, that an open copy gets of a model: what some system cannot hold becomes `_`. */
export function portableStem(stem: string): string {
  const kept = stem.replace(/[^A-Za-z0-9._-]+/g, '_') || 'model';
  return isWindowsDevice(kept) ? `_${kept}` : kept;
}
