import type { SettingsReader } from './reader.js';
/** Every reader that recognizes a path reads it; the strongest witnesses of cost come first. */
export declare const SETTINGS_READERS: readonly SettingsReader[];
