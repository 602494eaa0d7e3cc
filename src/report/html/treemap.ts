/** A rectangle; units are the caller's. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Areas in proportion to `sizes` (descending, positive) that fill `area`, as square as they can be: squarified treemaps
 * (Bruls, Huizing, van Wijk 2000), one area a size, in the same order.
 */
export function treemap(sizes: readonly number[], area: Area): Area[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= 0) return [];
  const scale = (area.width * area.height) / total;
  const areas: Area[] = [];
  let free = area;
  for (let from = 0; from < sizes.length; ) {
    const side = Math.min(free.width, free.height);
    let to = from + 1;
    while (
      to < sizes.length &&
      worst(sizes.slice(from, to + 1), side, scale) <= worst(sizes.slice(from, to), side, scale)
    )
      to++;
    const row = sizes.slice(from, to);
    const thickness = (row.reduce((sum, size) => sum + size, 0) * scale) / side;
    const isColumn = free.width >= free.height;
    let along = 0;
    for (const size of row) {
      const length = (size * scale) / thickness;
      areas.push(
        isColumn
          ? { x: free.x, y: free.y + along, width: thickness, height: length }
          : { x: free.x + along, y: free.y, width: length, height: thickness },
      );
      along += length;
    }
    free = isColumn
      ? { ...free, x: free.x + thickness, width: Math.max(1e-9, free.width - thickness) }
      : { ...free, y: free.y + thickness, height: Math.max(1e-9, free.height - thickness) };
    from = to;
  }
  return areas;
}

/** The worst ratio of sides in a row laid along `side`. */
function worst(row: readonly number[], side: number, scale: number): number {
  const sum = row.reduce((total, size) => total + size, 0) * scale;
  const [most, least] = [Math.max(...row) * scale, Math.min(...row) * scale];
  return Math.max((side * side * most) / (sum * sum), (sum * sum) / (side * side * least));
}
