/**
 * A path without segments that lead nowhere, `.` and empty ones: whoever unpacks an archive, or opens a file, drops them, so that
 * several names may mean one file. A path from the root stays one.
 */
export function plainPath(path: string): string {
  // Nearly every path is plain already.
  if (!/(?:^|\/)\.?\/|(?:^|\/)\.$/.test(path)) return path;
  const segments = path.split('/');
  const isKept = (segment: string, i: number): boolean =>
    segment === '' ? i === 0 || i === segments.length - 1 : segment !== '.';
  return segments.filter(isKept).join('/');
}
