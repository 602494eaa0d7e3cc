import type { BagLayout } from '../bag-layout.js';
import type { BagPlan } from '../bag-plan.js';
import { wholeText } from '../text.js';
import type { BagContents } from '../verify/contents.js';
import { parseBagInfo } from '../verify/tag-text.js';

/** As much of a bag as profiles speak of. */
export interface ProfileSubject {
  version: string;
  /** Null where the bag is a folder of files. */
  serialization: 'zip' | 'tar' | null;
  /** Fields of bag-info.txt in order. */
  info: readonly [string, string][];
  /** Paths of everything but the payload. */
  tagFiles: readonly string[];
}

/** A bag that lies somewhere. */
export const openedSubject = (
  { container, files }: BagContents,
  version: string,
  info: ProfileSubject['info'],
): ProfileSubject => ({
  version,
  serialization: container === 'folder' ? null : container,
  info,
  tagFiles: [...files.keys()].filter((path) => !path.startsWith('data/')),
});

/** A bag that is only planned. */
export function plannedSubject({ members }: BagPlan, { form }: BagLayout): ProfileSubject {
  const info = members.find(({ path }) => path === 'bag-info.txt')?.content;
  return {
    version: '1.0',
    serialization: form === 'folder' ? null : form,
    info: info?.from === 'text' ? parseBagInfo(wholeText(info.text), []) : [],
    tagFiles: members.map(({ path }) => path).filter((path) => !path.startsWith('data/')),
  };
}
