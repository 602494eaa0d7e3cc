import type { Assessment } from '../assess/assessment.js';
import type { Finding, Severity } from '../assess/finding.js';
import { RULES } from '../assess/rules/registry.js';
import { sha256 } from '../bytes/digest.js';
import { SOFTWARE } from '../software.js';
import { spans } from './escape.js';
import { canonicalJson } from './json.js';

/** GitHub keeps 5,000 results of a run and refuses more than 25,000. */
const MOST_RESULTS = 5000;
const LEVEL: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'note' };
/** GitHub sorts security results by this number: https://docs.github.com/code-security, SARIF support. */
const SECURITY: Readonly<Record<string, string>> = {
  'dangerous-model': '9.0',
  'secret-in-repository': '9.0',
  'symlink-escape': '6.0',
  'polyglot-model': '5.0',
  'external-reference': '4.0',
};

export interface SarifOptions {
  /** Folder of the repository that the paths are relative to; empty for its top. */
  prefix?: string;
}

/** Findings as SARIF 2.1.0 (OASIS), one run, results in the order of the report, gravest first. */
export function renderSarif(assessment: Assessment, { prefix = '' }: SarifOptions = {}): string {
  const used = RULES.filter(({ id }) => assessment.findings.some(({ rule }) => rule === id));
  const place = standIn(assessment);
  return canonicalJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: SOFTWARE.name,
            version: SOFTWARE.version,
            semanticVersion: SOFTWARE.version,
            informationUri: SOFTWARE.url,
            rules: used.map(ruleOf),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'Top of the repository' } } },
        ...(assessment.revision !== '' && { versionControlProvenance: [provenance(assessment)] }),
        results: assessment.findings.slice(0, MOST_RESULTS).map((finding, i, all) =>
          resultOf(
            finding,
            used.findIndex(({ id }) => id === finding.rule),
            {
              prefix,
              place,
              ordinal: all.slice(0, i).filter((other) => identityOf(other) === identityOf(finding)).length,
            },
          ),
        ),
      },
    ],
  });
}

const ruleOf = ({ id, title, severity }: (typeof RULES)[number]): object => {
  const page = `${SOFTWARE.url}/blob/main/docs/rules/${id}.md`;
  return {
    id,
    name: id.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${title}.` },
    helpUri: page,
    help: { text: `${title}. See ${page}`, markdown: `${title}. [What it means and what to do](${page})` },
    defaultConfiguration: { level: LEVEL[severity] },
    properties: {
      tags: SECURITY[id] ? ['security', 'machine-learning'] : ['archive', 'machine-learning'],
      ...(SECURITY[id] && { 'security-severity': SECURITY[id] }),
    },
  };
};

const provenance = ({ revision }: Assessment): object => ({
  // The address is not known here; GitHub knows where it takes the file from, others see the commit.
  repositoryUri: 'urn:git:unknown',
  revisionId: revision,
});

interface Place {
  prefix: string;
  place: string;
  ordinal: number;
}

function resultOf(finding: Finding, ruleIndex: number, { prefix, place, ordinal }: Place): object {
  const { rule, severity, confidence, path, line, cell, offset, message, advice, newAgainstBase } = finding;
  const uri = path === '.' || path === '' ? place : path;
  return {
    ruleId: rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: LEVEL[severity],
    ...(newAgainstBase !== undefined && { baselineState: newAgainstBase ? 'new' : 'unchanged' }),
    message: { text: `${plain(message)} ${plain(advice)}`.trim() },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(prefix, uri), uriBaseId: 'SRCROOT' },
          region: {
            // Binary files have no lines; GitHub wants one.
            startLine: Math.max(1, line ?? 1),
            ...(offset !== undefined && Number.isSafeInteger(offset) && { byteOffset: offset, byteLength: 1 }),
          },
        },
      },
    ],
    ...(finding.accepted && {
      suppressions: [{ kind: 'external', status: 'accepted', justification: finding.accepted.reason }],
    }),
    // The line is no part of it, so that text added above does not make an old finding a new one.
    partialFingerprints: { 'modelbagFinding/v1': sha256(`${prefix}\n${identityOf(finding)}\n${ordinal}`) },
    properties: { kind: finding.kind, confidence, ...(cell !== undefined && { cell }) },
  };
}

const identityOf = ({ rule, kind, path, message }: Finding): string => [rule, kind, path, message].join('\n');

/** Our messages quote names in backticks, which plain text shows as quotes. SARIF reads `[x](y)` as links. */
const plain = (message: string): string =>
  spans(message)
    .map(({ text, code }) => (code ? `'${text}'` : text))
    .join('')
    .replace(/[[\]]/g, '\\$&');

/** A relative URI (RFC 3986): every segment encoded, never read as a scheme. */
const uriOf = (prefix: string, path: string): string =>
  [...prefix.split('/'), ...path.split('/')]
    .filter((segment) => segment !== '')
    .map((segment) => encodeURIComponent(Buffer.from(segment).toString()))
    .join('/');

/** GitHub wants a file; what is said of the repository as a whole stands at its README, or else its first file. */
const standIn = ({ files }: Assessment): string =>
  files.find(({ path }) => /^readme(\.|$)/i.test(path))?.path ?? files[0]?.path ?? 'README.md';
