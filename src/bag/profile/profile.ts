import modelArchive from '../../../schemas/bagit-profile-1.json' with { type: 'json' };
import { UsageError } from '../../usage-error.js';

/** A BagIt profile (https://bagit-profiles.github.io/bagit-profiles-specification/, 1.3): what a receiver wants of bags. */
export interface BagItProfile {
  'BagIt-Profile-Info': { 'BagIt-Profile-Identifier': string };
  'Bag-Info'?: Record<string, { required?: boolean; values?: readonly string[]; repeatable?: boolean }>;
  'Manifests-Required'?: readonly string[];
  'Manifests-Allowed'?: readonly string[];
  'Tag-Manifests-Required'?: readonly string[];
  'Tag-Manifests-Allowed'?: readonly string[];
  'Tag-Files-Required'?: readonly string[];
  'Tag-Files-Allowed'?: readonly string[];
  'Allow-Fetch.txt'?: boolean;
  'Fetch.txt-Required'?: boolean;
  Serialization?: 'forbidden' | 'required' | 'optional';
  'Accept-Serialization'?: readonly string[];
  'Accept-BagIt-Version'?: readonly string[];
}

/** Of the bags that `pack` writes, as published. */
export const MODEL_ARCHIVE: BagItProfile = modelArchive as BagItProfile;

export const profileId = (profile: BagItProfile): string => profile['BagIt-Profile-Info']['BagIt-Profile-Identifier'];

const LISTS = [
  'Manifests-Required',
  'Manifests-Allowed',
  'Tag-Manifests-Required',
  'Tag-Manifests-Allowed',
  'Tag-Files-Required',
  'Tag-Files-Allowed',
  'Accept-Serialization',
  'Accept-BagIt-Version',
] as const;

/** Reads a profile from JSON, which may be anybody's. Throws UsageError; `path` is for its message. */
export function parseProfile(text: string, path: string): BagItProfile {
  const wrong = (expected: string, found: string, cause?: unknown): UsageError =>
    new UsageError(`expected ${expected} in ${path}, found ${found}`, 'Give the JSON file of a BagIt profile.', {
      cause,
    });
  let profile: Record<string, unknown>;
  try {
    profile = JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw wrong('JSON', (error as Error).message, error);
  }
  const info = (profile as Partial<BagItProfile> | null)?.['BagIt-Profile-Info'];
  if (typeof info?.['BagIt-Profile-Identifier'] !== 'string') throw wrong('a BagIt-Profile-Identifier', 'none');
  for (const key of LISTS) {
    const list = profile[key];
    if (list !== undefined && !(Array.isArray(list) && list.every((each) => typeof each === 'string')))
      throw wrong(`a list of texts as ${key}`, JSON.stringify(list).slice(0, 80));
  }
  const fields = profile['Bag-Info'] ?? {};
  const isRules = typeof fields === 'object' && Object.values(fields).every((rule) => typeof rule === 'object' && rule);
  if (!isRules) throw wrong('rules for fields as Bag-Info', JSON.stringify(fields).slice(0, 80));
  return profile as unknown as BagItProfile;
}
