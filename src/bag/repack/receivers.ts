import type { Algorithm } from '../../bytes/digest-threads.js';
import type { BagLayout } from '../bag-layout.js';
import type { BagItProfile } from '../profile/profile.js';

/** An archive that wants bags of its own form. */
export interface Receiver {
  id: string;
  title: string;
  layout: BagLayout['id'];
  /** Of the manifests, beside sha256. */
  algorithms: readonly Algorithm[];
  /** What it has published of its wishes. */
  profile?: BagItProfile;
  /** A tag file of its own with fields as in bag-info.txt; a value where one can be assumed, else the description of the bag. */
  form?: {
    path: string;
    fields: readonly { label: string; isShort?: boolean; usual?: string; values?: readonly string[] }[];
  };
}

/** https://github.com/APTrust/preservation-services, profiles/aptrust-v2.2.json */
const APTRUST: BagItProfile = {
  'BagIt-Profile-Info': {
    'BagIt-Profile-Identifier':
      'https://raw.githubusercontent.com/APTrust/preservation-services/master/profiles/aptrust-v2.2.json',
  },
  'Bag-Info': { 'Source-Organization': { required: true } },
  'Manifests-Required': ['md5'],
  'Manifests-Allowed': ['md5', 'sha1', 'sha256', 'sha512'],
  'Tag-Manifests-Allowed': ['md5', 'sha1', 'sha256', 'sha512'],
  'Tag-Files-Required': ['aptrust-info.txt'],
  'Allow-Fetch.txt': false,
  Serialization: 'required',
  'Accept-Serialization': ['application/tar'],
  'Accept-BagIt-Version': ['0.97', '1.0'],
};

/** As the same profile lists them. */
const STORAGE_OPTIONS = [
  'Standard',
  ...['OH', 'OR', 'VA'].flatMap((region) => [`Glacier-${region}`, `Glacier-Deep-${region}`]),
  ...['Wasabi-OR', 'Wasabi-VA'],
];

/** https://github.com/dpscollaborative/btr_bagit_profile, release 1.0 */
const BEYOND_THE_REPOSITORY: BagItProfile = {
  'BagIt-Profile-Info': {
    'BagIt-Profile-Identifier':
      'https://github.com/dpscollaborative/btr_bagit_profile/releases/download/1.0/btr-bagit-profile.json',
  },
  'Bag-Info': {
    'Source-Organization': { required: true },
    'Bagging-Date': { required: true },
    'Payload-Oxum': { required: true },
  },
  'Manifests-Allowed': ['md5', 'sha1', 'sha256', 'sha512'],
  'Tag-Manifests-Allowed': ['md5', 'sha1', 'sha256', 'sha512'],
  'Allow-Fetch.txt': false,
  'Accept-Serialization': ['application/zip', 'application/tar', 'application/x-tar'],
  'Accept-BagIt-Version': ['0.97', '1.0'],
};

/** Those whose wishes are published and stable. */
export const RECEIVERS: readonly Receiver[] = [
  {
    id: 'archivematica',
    title: 'Archivematica: a zipped bag with one top folder',
    layout: 'folder',
    algorithms: [],
  },
  {
    id: 'aptrust',
    title: 'APTrust 2.2: a tar with md5 manifests and aptrust-info.txt',
    layout: 'tar',
    algorithms: ['md5'],
    profile: APTRUST,
    form: {
      path: 'aptrust-info.txt',
      fields: [
        { label: 'Title', isShort: true },
        { label: 'Description' },
        { label: 'Access', usual: 'Institution', values: ['Consortia', 'Institution', 'Restricted'] },
        { label: 'Storage-Option', usual: 'Standard', values: STORAGE_OPTIONS },
      ],
    },
  },
  {
    id: 'btr',
    title: 'Beyond the Repository 1.0: a tar for distributed preservation services',
    layout: 'tar',
    algorithms: ['sha512'],
    profile: BEYOND_THE_REPOSITORY,
  },
];
