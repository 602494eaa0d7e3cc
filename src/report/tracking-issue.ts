import { markdownCode, markdownMessage } from './escape.js';
import { fitBlocks } from './fit.js';
import { table } from './markdown.js';

const MARK = '<!-- modelbag:tracking -->';
const HISTORY = '### History\n';
/** Days that the history keeps, newest first. */
const MOST_DAYS = 52;
const LIMIT = 65_000;

/** Something that has to be as it was, and is not. */
export interface Trouble {
  /** As `v1.0: digits-v1.0.zip`. */
  what: string;
  fault: string;
}

/** How one scheduled run went. */
export interface Look {
  /** `2026-11-26`. */
  day: string;
  troubles: readonly Trouble[];
  /** Things looked at. */
  total: number;
  runUrl: string;
}

export const TRACKING_TITLE = 'modelbag: archived things are no longer as they were';

/** True where we wrote this text of an issue; only its first line counts. Edited by hand it has CRLF. */
export const isTracking = (body: string): boolean => /^(.*?)\r?\n/.exec(body)?.[1] === MARK;

/** The text of the tracking issue: what is wrong now, and how it went before (`earlier`: its text so far). */
export function renderTracking(look: Look, earlier: string): string {
  const { troubles, total } = look;
  const now =
    troubles.length === 0
      ? `✅ All ${total} are as they were again.\n`
      : `❌ **${troubles.length} of ${total} are not as they were.** The issue is closed by the first run that finds all well again.\n`;
  const rows = troubles.map(({ what, fault }) => [markdownCode(what), markdownMessage(fault)]);
  const blocks = [now, ...(rows.length > 0 ? [table(['What', 'Found'], rows)] : []), HISTORY + history(look, earlier)];
  return `${MARK}\n${fitBlocks(blocks, LIMIT, '_More than fits here; the summary of the run holds all of it._\n')}`;
}

/** One line a day; of the earlier text only lines of this form are taken over, whatever else somebody wrote there. */
function history({ day, troubles, total, runUrl }: Look, earlier: string): string {
  const mark = troubles.length === 0 ? '✅' : '❌';
  const line = `- ${day}: ${mark} ${total - troubles.length} of ${total} as they were ([run](${runUrl}))`;
  const before = earlier
    .slice(Math.max(0, earlier.indexOf(HISTORY.trimEnd())))
    .split(/\r?\n/)
    .filter((one) => /^- \d{4}-\d{2}-\d{2}: (✅|❌) \d+ of \d+ as they were \(\[run\]\([^()\s]{1,300}\)\)$/.test(one))
    .filter((one) => !one.startsWith(`- ${day}:`));
  return `${[line, ...before].slice(0, MOST_DAYS).join('\n')}\n`;
}
