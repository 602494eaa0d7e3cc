/** How a bag lies on disk. */
export interface BagLayout {
  id: 'root' | 'folder' | 'tar' | 'directory';
  /** Of `BAG_FORMS`. */
  form: 'zip' | 'tar' | 'folder';
  extension: string;
  /** Everything lies below one folder named like the bag. */
  hasTopFolder: boolean;
  title: string;
}

/** The first is the usual one: readers of zipped crates look at the root. */
export const BAG_LAYOUTS: readonly BagLayout[] = [
  { id: 'root', form: 'zip', extension: '.zip', hasTopFolder: false, title: 'a zip with everything at its root' },
  { id: 'folder', form: 'zip', extension: '.zip', hasTopFolder: true, title: 'a zip with one top folder' },
  { id: 'tar', form: 'tar', extension: '.tar', hasTopFolder: true, title: 'a tar with one top folder' },
  { id: 'directory', form: 'folder', extension: '', hasTopFolder: false, title: 'a folder of files' },
];

/** True for names of bags that are one file. */
export const isBagFile = (name: string): boolean =>
  BAG_LAYOUTS.some(({ extension }) => extension !== '' && name.endsWith(extension));

export const layoutOf = (id: BagLayout['id']): BagLayout =>
  BAG_LAYOUTS.find((layout) => layout.id === id) ?? (BAG_LAYOUTS[0] as BagLayout);
