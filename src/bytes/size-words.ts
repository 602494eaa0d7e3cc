const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes for people, decimal as archives and disks count them. */
export function sizeWords(size: number): string {
  let value = size;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}
