import { FormatError, type FormatErrorCode } from '../../bytes/format-error.js';

/** One thing that is wrong with a bag. */
export interface BagProblem {
  /** Path in the bag; '' where the bag as a whole is meant. */
  file: string;
  kind: BagProblemKind;
  expected: string;
  found: string;
}

export type BagProblemKind =
  | 'not-a-bag' // no zip, no folder, no bagit.txt
  | 'bagit-declaration' // bagit.txt says something else than it may
  | 'missing-file' // a manifest lists it, it is not there
  | 'not-fetched' // fetch.txt says where it is
  | 'extra-file' // in the payload, but in no manifest
  | 'digest' // its bytes are not those of the manifest
  | 'payload-oxum' // number of bytes or files differs from bag-info.txt
  | 'manifest' // a manifest, fetch.txt or bag-info.txt that cannot be read as such
  | 'unsupported-algorithm'
  | 'encoding' // a tag file that is not text in the declared encoding
  | 'path-escape' // a name that leaves the bag
  | 'duplicate-member' // two members of the zip with one name
  | 'symlink'
  | 'crc' // the zip's own check
  | 'zip-structure' // contradictions within the zip, a cut zip
  | 'tar-structure' // the same of a tar
  | 'resource-limit' // more than we are willing to read; not verified
  | 'unreadable' // encrypted, unsupported compression, input error
  | 'profile' // not what the BagIt profile wants
  | 'crate'; // ro-crate-metadata.json

/** With only these a bag is incomplete, not invalid. */
export const INCOMPLETE: ReadonlySet<BagProblemKind> = new Set(['missing-file', 'not-fetched']);

export const problem = (file: string, kind: BagProblemKind, expected: string, found: string): BagProblem => ({
  file,
  kind,
  expected,
  found,
});

/** Problems of one file that are told one by one. A hostile one has millions of them, and nobody reads more. */
export const MOST_TOLD = 10_000;

/** Collects problems of one file, one part after the other, up to the number that is told. */
export class FileProblems {
  #count = 0;

  constructor(
    readonly file: string,
    readonly problems: BagProblem[],
  ) {}

  tell(kind: BagProblemKind, expected: string, found: string): void {
    if (this.isFull()) return;
    this.problems.push(
      ++this.#count <= MOST_TOLD
        ? problem(this.file, kind, expected, found)
        : problem(this.file, 'resource-limit', `at most ${MOST_TOLD} problems`, 'more: the rest is not told'),
    );
  }

  /** True once there were too many, which is told: the rest of the file need not be looked at. */
  isFull(): boolean {
    return this.#count > MOST_TOLD;
  }
}

const READ_KINDS: Partial<Record<FormatErrorCode, BagProblemKind>> = {
  'resource-limit': 'resource-limit',
  encrypted: 'unreadable',
  unsupported: 'unreadable',
};

/** An error of reading a file of the bag as a problem; what is no such error is thrown again. */
export function readProblem(file: string, error: unknown): BagProblem {
  if (error instanceof FormatError)
    return problem(file, READ_KINDS[error.code] ?? 'zip-structure', ...splitMessage(error.message));
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return problem(file, 'unreadable', 'readable content', code);
}

/** "expected X, found Y" as its two halves. */
export function splitMessage(message: string): [string, string] {
  const match = /^expected (.*), found (.*?)(?: at offset \d+)?$/s.exec(message);
  return match ? [match[1] ?? '', match[2] ?? ''] : ['', message];
}
