import { markdownCode, markdownMessage, markdownText } from '../report/escape.js';
import { table } from '../report/markdown.js';
import { renderSourcesMarkdown } from '../report/sources.js';
import { bytes } from '../report/words.js';
import { isDead } from '../sources/source-state.js';
import { checkCited } from './cited-sources.js';
import { WorkflowError } from './errors.js';
import type { Host } from './host.js';
import type { Run } from './project.js';
import { track } from './tracking-issue.js';
import { type BagState, verifyReleases } from './verify-releases.js';

/** Every week: are the bags of the releases still what was attached, and is the cited data still where it was? */
export async function watch(run: Run): Promise<void> {
  const { host } = run;
  const bags = await verifyReleases(run);
  const cited = await checkCited(run);
  const all = cited?.sources ?? [];
  const dead = all.filter(({ state }) => isDead(state));
  await track(run, [
    ...bags.map(({ tag, name, fault }) => ({ what: `${tag}: ${name}`, fault })),
    ...all.map(({ value, state, detail }) => ({ what: value, fault: isDead(state) ? detail : null })),
  ]);
  const sources = cited === null ? '' : `\n${renderSourcesMarkdown(cited)}`;
  await host.summary(summaryOf(bags, [...run.remarks, ...inactivityOf(host)]) + sources);
  const broken = bags.filter(({ fault }) => fault !== null);
  for (const { tag, name, fault } of broken)
    host.annotate({ level: 'error', title: `modelbag: ${tag}`, message: `${name}: ${fault}` });
  host.log(`${bags.length} bags verified, ${broken.length} of them broken`);
  if (broken.length > 0)
    throw new WorkflowError(
      `${broken.length} of ${bags.length} bags are no longer what was attached`,
      'Restore them from a copy; whoever downloaded one meanwhile has another file.',
    );
  if (dead.length > 0)
    throw new WorkflowError(
      `${dead.length} of ${all.length} cited sources are gone, ${dead[0]?.value} first: ${dead[0]?.detail}`,
      'Cite a copy that is kept, with a DOI, or keep the data with the project.',
    );
}

/** https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule */
const DISABLED_AFTER = 60;
/** Days without a push from which on every weekly run warns; enough of them are left. */
const WARNED_AFTER = 40;

function inactivityOf({ event, now }: Host): string[] {
  const pushed = event.payload.repository?.pushed_at;
  if (event.name !== 'schedule' || pushed === undefined || pushed === null) return [];
  const time = typeof pushed === 'number' ? pushed * 1000 : Date.parse(pushed);
  const days = Math.floor((now.getTime() - time) / 86_400_000);
  return days < WARNED_AFTER
    ? []
    : [
        `nothing was pushed for ${days} days; GitHub disables schedules of public repositories after ${DISABLED_AFTER}. Enable it again on the page of the workflow`,
      ];
}

function summaryOf(states: readonly BagState[], remarks: readonly string[]): string {
  const notes = remarks.map((remark) => `\n> ⚠️ ${markdownMessage(remark)}\n`).join('');
  if (states.length === 0)
    return `## modelbag\n\nNo release has a bag yet. Push a tag, or start the workflow with one.\n${notes}`;
  const rows = states.map(({ tag, name, size, fault }) => [
    markdownCode(tag),
    markdownCode(name),
    fault === null ? '✅ as it was attached' : `❌ ${markdownText(fault)}`,
    bytes(size),
  ]);
  return `## modelbag: the bags of the releases\n\n${table(['Release', 'Bag', 'State', 'Size'], rows, 3)}${notes}`;
}
