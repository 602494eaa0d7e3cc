import type { AgainstBase, Assessment } from '../assess/assessment.js';
import type { Finding } from '../assess/finding.js';
import { count } from '../assess/quote.js';
import type { SinceRelease } from '../assess/since-release.js';
import type { ReplayDocument } from '../reproduce/replay-record.js';
import { type Marker, writeMarker } from './comment-marker.js';
import { markdownCode, markdownMessage, markdownText } from './escape.js';
import { fitBlocks } from './fit.js';
import { group, MARK, renderMarkdown } from './markdown.js';
import { changedModels, evidenceLines, MOST_CHANGES, modelWords } from './model-changes.js';
import { placeOf, viewOf } from './view.js';
import { renderTensors } from './weight-changes.js';
import { bytes } from './words.js';

/** GitHub takes 65,536 characters; nobody documents how it counts them at the edge. */
export const COMMENT_LIMIT = 65_000;
/** Below this, a folded report says nothing. */
const LEAST_DETAILS = 2000;

export interface CommentContext {
  marker: Marker;
  /** Page of the workflow run. */
  runUrl?: string;
  limit?: number;
}

/** A bag that was published, as comments and release notes name it. */
export interface PublishedBag {
  name: string;
  url: string;
  size: number;
  sha256: string;
  tag: string;
  releaseUrl: string;
  /** Files of the bag that lie beside it in the release, since they are too long for one file; none where it is whole. */
  parts?: number;
  /** What it changes against the bag of the release before it, where there is one. */
  since?: SinceRelease;
  /** What training its models again showed, where that was asked for. */
  replay?: ReplayDocument;
  /** The release waits for a person to publish it. */
  isDraft?: boolean;
}

/** The comment on a pull request: verdict, what changed against the base, next step, what is new; the rest folded. */
export function renderComment(assessment: Assessment, context: CommentContext): string {
  const news = assessment.findings.filter(({ newAgainstBase }) => newAgainstBase !== false);
  const head = [
    `### ${headline(assessment, news)}\n`,
    ...changes(assessment.againstBase),
    ...nextStep(assessment, news),
    ...newFindings(assessment, news),
    ...solved(assessment.againstBase),
    ...renderTensors(assessment.againstBase?.models ?? []),
  ];
  return assemble(head, assessment, context);
}

/** The comment once nothing is left of what it was written for: one line, the rest folded. */
export function renderSolvedComment(assessment: Assessment, context: CommentContext): string {
  const { marker, limit = COMMENT_LIMIT } = context;
  const title = `${MARK.good} modelbag: nothing left to settle in this pull request`;
  const body = renderMarkdown(assessment, { limit: limit - 2000 });
  return [
    writeMarker(marker),
    `<details><summary>${title}</summary>\n`,
    body,
    footer(assessment, context),
    '\n</details>\n',
  ].join('\n');
}

/** The comment on a merged pull request whose commit was released: where the bag is and how to verify it. */
export function renderReleasedComment(assessment: Assessment, bag: PublishedBag, context: CommentContext): string {
  const head = [
    `### 📦 Archived with [${markdownText(bag.tag)}](${bag.releaseUrl})\n`,
    bagLine(bag),
    `**${markdownText(assessment.summary)}**\n`,
  ];
  return assemble(head, assessment, context);
}

/** `[name.zip](url), 1.2 MB, sha256 …`. */
export const bagLine = ({ name, url, size, sha256, parts }: PublishedBag): string =>
  `[\`${name}\`](${url}), ${bytes(size)}${beside(parts)}  \nsha256 \`${sha256}\`\n`;

const beside = (parts = 0): string => (parts === 0 ? '' : ` and ${count(parts, 'file')} beside it`);

function assemble(head: readonly string[], assessment: Assessment, context: CommentContext): string {
  const { marker, limit = COMMENT_LIMIT } = context;
  const foot = footer(assessment, context);
  const rest = limit - [writeMarker(marker), ...head, foot].join('\n').length - 200;
  const details =
    rest < LEAST_DETAILS
      ? []
      : [
          `<details><summary>The whole report</summary>\n\n${renderMarkdown(assessment, { limit: rest })}\n</details>\n`,
        ];
  const notice = '_More than fits here; the job summary holds all of it._\n';
  const body = fitBlocks([...head, ...details], limit - foot.length - writeMarker(marker).length - 2, notice);
  return `${writeMarker(marker)}\n${body}\n${foot}`;
}

function headline({ againstBase, summary }: Assessment, news: readonly Finding[]): string {
  const errors = news.filter(({ severity }) => severity === 'error').length;
  const warnings = new Set(news.filter(({ severity }) => severity === 'warning').map(({ rule }) => rule)).size;
  const changed = againstBase ? modelWords(againstBase.models) : '';
  if (errors > 0) return `${MARK.bad} modelbag: ${count(errors, 'thing')} to settle before this can be archived`;
  if (!againstBase) return `${warnings > 0 ? MARK.weak : MARK.good} modelbag: ${markdownText(summary)}`;
  const what = changed === '' ? 'no model changed' : changed;
  if (warnings > 0) return `${MARK.weak} modelbag: ${what}; ${count(warnings, 'thing')} to improve`;
  return `${MARK.good} modelbag: ${what}, nothing new to settle`;
}

/** The one thing to do first. */
function nextStep({ againstBase }: Assessment, news: readonly Finding[]): string[] {
  const first = firstOf(news);
  if (first) {
    const place = placeOf(first);
    const what = `${markdownMessage(first.message)} ${markdownMessage(first.advice)}`.trim();
    return [`**Next:** ${place === '' ? '' : `${markdownCode(place)}: `}${what}\n`];
  }
  const lost = againstBase?.evidence.lost ?? [];
  return lost.length > 0 ? [`**Next:** bring back what is no longer said: ${lost.join(', ')}.\n`] : [];
}

const firstOf = (news: readonly Finding[]): Finding | undefined => news.find(({ severity }) => severity !== 'note');

function changes(againstBase: AgainstBase | undefined): string[] {
  if (!againstBase) return [];
  const { models, evidence, preservation } = againstBase;
  return [
    ...(models.length > 0 ? [...changedModels(models), `${preservationLine(preservation)}\n`] : []),
    ...evidenceLines(evidence),
  ];
}

/** `2 of 3 models preservable, before it was 1 of 2.` The release is judged by sets, not by the class of a file. */
function preservationLine({ before, after }: AgainstBase['preservation']): string {
  const mark = after.preservable === after.models ? MARK.good : MARK.weak;
  const now = `${mark} **${after.preservable} of ${count(after.models, 'model')} preservable**`;
  const isSame = before.preservable === after.preservable && before.models === after.models;
  return `${now}${isSame ? '' : `, before it was ${before.preservable} of ${before.models}`}.`;
}

/** Errors in full, but for the one that is said already; what could merely be better is folded. */
function newFindings(assessment: Assessment, news: readonly Finding[]): string[] {
  const errors = news.filter(({ severity }) => severity === 'error');
  const warnings = news.filter(({ severity }) => severity === 'warning');
  const groupsOf = (findings: readonly Finding[]): string[] =>
    viewOf({ ...assessment, findings: [...findings] }).groups.map(group);
  const isSaid = errors.length + warnings.length === 1;
  const where = assessment.againstBase ? ', new here' : '';
  const things = count(new Set(warnings.map(({ rule }) => rule)).size, 'thing');
  return [
    ...(errors.length > 1 ? [`#### To settle\n`, ...groupsOf(errors)] : []),
    ...(warnings.length > 0 && !isSaid
      ? [
          `<details><summary>${MARK.weak} ${things} to improve${where}</summary>\n\n${groupsOf(warnings).join('\n')}\n</details>\n`,
        ]
      : []),
  ];
}

function solved(againstBase: AgainstBase | undefined): string[] {
  const gone = againstBase?.solved.filter(({ severity }) => severity !== 'note') ?? [];
  if (gone.length === 0) return [];
  const lines = gone.slice(0, MOST_CHANGES).map((finding) => {
    const place = placeOf(finding);
    return `- ${place === '' ? '' : `${markdownCode(place)}: `}${markdownMessage(finding.message)}`;
  });
  return [
    `<details><summary>${MARK.good} ${count(gone.length, 'finding')} solved</summary>\n\n${lines.join('\n')}\n</details>\n`,
  ];
}

/** What the report speaks of, and where its run is. */
function footer({ againstBase, revision }: Assessment, { marker, runUrl }: CommentContext): string {
  const commit = marker.sha === '' ? revision : marker.sha;
  const parts = [
    commit === '' ? '' : `of commit ${commit.slice(0, 10)}`,
    againstBase ? `against ${againstBase.revision.slice(0, 10)}` : '',
    runUrl === undefined ? '' : `by [this run](${runUrl})`,
  ].filter((part) => part !== '');
  return `<sub>A report ${parts.join(' ')}. Model files were read, none was run.</sub>\n`;
}
