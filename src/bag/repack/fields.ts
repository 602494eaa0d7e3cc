import { UsageError } from '../../usage-error.js';
import type { Edits } from '../again/edited-texts.js';
import { fold } from '../bagit.js';
import { plainAscii } from '../names.js';
import { profileId } from '../profile/profile.js';
import type { Receiver } from './receivers.js';

export interface Wanted {
  /** Fields by label, as given. */
  info: ReadonlyMap<string, string>;
  receiver?: Receiver;
}

/**
 * Sorts given fields into bag-info.txt and the receiver's own file. What is not given there is taken from bag-info.txt, else what is
 * usual. Throws UsageError where a value is none of those that the receiver knows.
 */
export function wantedTexts(present: readonly [string, string][], { info, receiver }: Wanted): Required<Edits> {
  const form = receiver?.form;
  const own = new Set((form?.fields ?? []).map(({ label }) => label.toLowerCase()));
  const fields = new Map([...info].filter(([label]) => !own.has(label.toLowerCase())));
  if (receiver?.profile) fields.set('BagIt-Profile-Identifier', profileId(receiver.profile));
  const texts = new Map<string, string>();
  if (form) texts.set(form.path, formText(form, given(info), given(new Map(present))));
  // An empty field would say nothing; given as one, it removes what is there.
  return { info: new Map([...fields].map(([label, value]) => [label, plainAscii(value)])), texts };
}

type Lookup = (label: string) => string | undefined;

const given =
  (fields: ReadonlyMap<string, string>): Lookup =>
  (label) =>
    [...fields].find(([each]) => each.toLowerCase() === label.toLowerCase())?.[1];

function formText({ path, fields }: NonNullable<Receiver['form']>, asked: Lookup, present: Lookup): string {
  const description = present('External-Description') ?? '';
  return fields
    .map(({ label, isShort = false, usual, values }) => {
      const value = asked(label) ?? usual ?? (isShort ? firstSentence(description) : description);
      if (values && !values.includes(value))
        throw new UsageError(
          `expected ${label} in ${path} to be one of ${values.join(', ')}, found ${JSON.stringify(value)}`,
          `Say one of them: --info "${label}=${values[0]}".`,
        );
      return fold(label, plainAscii(value));
    })
    .join('');
}

const firstSentence = (text: string): string => text.split(/\.\s/)[0] ?? text;
