import type { Settings, SettingsReader } from './reader.js';
/** Adapters (PEFT) are nothing without the model that they were trained on. */
export declare const adapterConfig: SettingsReader;
/** Hugging Face's architecture file names the model that training began with, where it did. */
export declare const hubConfig: SettingsReader;
/** Adds a base model; a local folder is no name that anybody else can follow. */
export declare function addBase(into: Settings, name: unknown, where: string, revision?: string): void;
/** Machine-readable descriptions of data: Croissant and Frictionless data packages. */
export declare const dataDescriptions: SettingsReader;
/** Parameters of a project that MLflow runs: the defaults of its entry points. */
export declare const mlproject: SettingsReader;
