import { dirname, join, resolve } from 'node:path';
import type { Algorithm } from '../../bytes/digest-threads.js';
import { DEFAULT_LIMITS } from '../../bytes/limits.js';
import { type Progress, SILENT } from '../../progress.js';
import { makeFolder } from '../../tree/make-folder.js';
import { UsageError } from '../../usage-error.js';
import { planAgain } from '../again/plan-again.js';
import { algorithmsOf, nameOf, noBag, sourceLayout } from '../again/source.js';
import { type BagLayout, layoutOf } from '../bag-layout.js';
import type { BagPlan } from '../bag-plan.js';
import { payloadOxum } from '../bagit.js';
import { checkProfile } from '../profile/check-profile.js';
import { profileId } from '../profile/profile.js';
import { plannedSubject } from '../profile/subject.js';
import { type BagContents, payloadOf } from '../verify/contents.js';
import { openBagContents } from '../verify/open-bag.js';
import { parseBagInfo, readDeclaration, readTagText } from '../verify/tag-text.js';
import { verifyBag } from '../verify.js';
import { writeBag } from '../write.js';
import type { RepackDocument } from './document.js';
import { type Wanted, wantedTexts } from './fields.js';
import type { Receiver } from './receivers.js';

export interface RepackOptions {
  receiver?: Receiver;
  /** Wins over the receiver's; else as the given bag is. */
  layout?: BagLayout['id'];
  /** Of the manifests; sha256 is always among them. Else those of the receiver, else of the given bag. */
  algorithms?: readonly Algorithm[];
  /** Fields for bag-info.txt or the receiver's own file, by label. */
  info?: ReadonlyMap<string, string>;
  name?: string;
  /** Folder for the bag; made where it is missing. By default that of the given bag. */
  out?: string;
  force?: boolean;
  progress?: Progress;
}

/**
 * Writes a valid bag again for another receiver: the same payload and descriptions, in another layout, with manifests by other algorithms;
 * held to the receiver's profile before a byte is written, read back and verified before it gets its name. Throws UsageError.
 */
export async function repackBag(path: string, options: RepackOptions): Promise<RepackDocument> {
  const { receiver, progress = SILENT } = options;
  const { kind, verdict, problems } = await verifyBag(path, { progress });
  if (kind === 'crate') throw noBag(path);
  const contents = await openBagContents(path);
  try {
    const layout = options.layout ?? receiver?.layout ?? (contents ? sourceLayout(contents) : 'root');
    const algorithms = await manifestsOf(contents, options);
    const document: RepackDocument = {
      schema: 'modelbag/repack/1',
      source: path,
      bag: null,
      layout,
      algorithms,
      ...(receiver && { receiver: receiver.id }),
      ...(receiver?.profile && { profile: profileId(receiver.profile) }),
      problems,
      verified: false,
    };
    if (verdict !== 'valid' || !contents) return document;
    const bag = await writeAgain(path, contents, { ...options, layout, algorithms });
    return { ...document, bag, verified: true };
  } finally {
    await contents?.close();
  }
}

async function manifestsOf(contents: BagContents | null, options: RepackOptions): Promise<Algorithm[]> {
  const asked = options.algorithms ?? options.receiver?.algorithms ?? (contents ? await algorithmsOf(contents) : []);
  return [...new Set<Algorithm>(['sha256', ...asked])];
}

interface Writing extends RepackOptions {
  layout: BagLayout['id'];
  algorithms: readonly Algorithm[];
}

async function writeAgain(path: string, contents: BagContents, options: Writing): Promise<RepackDocument['bag']> {
  const { receiver, progress = SILENT, force = false, out = dirname(path) } = options;
  const layout = layoutOf(options.layout);
  const name = options.name ?? nameOf(path, contents);
  const info = await infoOf(contents);
  const present = info.map(([label]) => label.toLowerCase());
  const edits = wantedTexts(info, wantedOf(options, present, payloadOxum(payloadOf(contents))));
  const { plan, open } = await planAgain(contents, {
    name,
    layout: layout.id,
    algorithms: options.algorithms,
    ...edits,
  });
  if (receiver?.profile) holdTo(plan, layout, receiver);
  await makeFolder(out);
  const target = join(out, `${name}${layout.extension}`);
  const other = resolve(target) === resolve(path) ? join(out, `${name}-repacked${layout.extension}`) : target;
  return writeBag(plan, open, other, { form: layout.form, progress, force });
}

/** What is given, and what a receiver demands that can be counted: nobody should have to. */
function wantedOf({ receiver, info = new Map() }: RepackOptions, present: readonly string[], oxum: string): Wanted {
  const isDemanded = receiver?.profile?.['Bag-Info']?.['Payload-Oxum']?.required === true;
  const counted = isDemanded && !present.includes('payload-oxum') ? [['Payload-Oxum', oxum] as const] : [];
  return { info: new Map([...counted, ...info]), ...(receiver && { receiver }) };
}

async function infoOf(contents: BagContents): Promise<[string, string][]> {
  const { encoding } = await readDeclaration(contents);
  return parseBagInfo((await readTagText(contents, 'bag-info.txt', encoding, DEFAULT_LIMITS, [])) ?? '', []);
}

/** Nothing is written that the receiver would send back. */
function holdTo(plan: BagPlan, layout: BagLayout, { profile, title }: Receiver): void {
  const problems = profile ? checkProfile(plannedSubject(plan, layout), profile) : [];
  if (problems.length === 0) return;
  const told = problems.map(
    ({ file, expected, found }) => `${file || 'the bag'}: expected ${expected}, found ${found}`,
  );
  throw new UsageError(
    `this bag is not what the profile of ${title} wants:\n${told.join('\n')}`,
    'Say what is missing, as in --info "Source-Organization=University of Somewhere".',
  );
}
