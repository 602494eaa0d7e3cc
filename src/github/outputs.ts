/** Every output, in the order in which `action.yml` and docs/github.md list them; a test holds all three equal. */
export const OUTPUTS = [
  { name: 'verdict', description: '`pass`, `attention` (warnings) or `fail` (errors).' },
  { name: 'bag-url', description: 'Address of the bag among the files of the release; of a draft, where it will be.' },
  { name: 'bag-sha256', description: 'SHA-256 of the bag.' },
  { name: 'bag-paths', description: 'JSON list: the bag and its side files on the disk of the runner.' },
  { name: 'release-id', description: 'Id of the release that has the bag.' },
  { name: 'release-url', description: 'Page of the release that has the bag.' },
  { name: 'comment-url', description: 'Address of the comment on the pull request.' },
  { name: 'report-json', description: 'File: the report as `modelbag/check/1`.' },
  { name: 'report-markdown', description: 'File: the report in Markdown.' },
  { name: 'report-html', description: 'File: the report as one self-contained page.' },
  { name: 'sarif', description: 'File: the findings in SARIF 2.1.0.' },
  { name: 'badge', description: 'File: a badge for the README, as shields.io reads it from an address.' },
  {
    name: 'checksums',
    description: 'File: SHA-256 of everything attached, as `sha256sum` and `actions/attest` read it.',
  },
  {
    name: 'sources-memory',
    description: 'File: what is known of cited data, to be kept from week to week (`actions/cache`).',
  },
  {
    name: 'replay',
    description:
      'Of `command: replay`: `reproduced`, `reproduced-within-tolerance`, `metrics-reproduced`, `not-reproduced` or `could-not-run`.',
  },
  { name: 'replay-json', description: 'File: what training again showed, as `modelbag/replay/1`.' },
  { name: 'comment-body', description: 'File: the comment that was or would be written on the pull request.' },
] as const;

export type OutputName = (typeof OUTPUTS)[number]['name'];
