/** The content of a path cannot be had, for a reason that a person can act on. Has a `code` like a system error. */
export class AbsentContent extends Error {
  override readonly name = 'AbsentContent';
  constructor(
    readonly path: string,
    readonly reason: string,
    readonly code = 'absent',
  ) {
    super(`expected the content of ${JSON.stringify(path)}, found none: ${reason}`);
  }
}
