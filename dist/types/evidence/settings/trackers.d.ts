import type { Collection } from '../../collect/collection.js';
import type { DataSource } from '../evidence.js';
import type { Settings, SettingsReader } from './reader.js';
/**
 * What Weights & Biases left in its run folder. Mail, user and host names and the command line are not taken
 * over: they name people and have leaked secrets.
 */
export declare const wandb: SettingsReader;
/** Folders of runs are called as anybody likes: the record of the run makes a number's folder one of Sacred. */
export declare const isOfSacred: (path: string, collection: Collection) => boolean;
/** Sacred writes a seed for every run, also where nobody asked for one. */
export declare const sacred: SettingsReader;
/** CodeCarbon's table: the machine, and how long it worked. */
export declare const codecarbon: SettingsReader;
/** The version of CUDA that an image brings: `nvidia/cuda:12.1.0-…`, `…-cuda11.8-cudnn8-…`. */
export declare const cudaImages: SettingsReader;
/** MLflow's run folders: one small file a parameter or metric. */
export declare const mlflowRun: SettingsReader;
/** MLflow's records of the data that a run was given. */
export declare const mlflowData: SettingsReader;
/** Where MLflow's description of data leads; undefined where to nowhere that others could follow. */
export declare function mlflowSource(source: string, type: string | undefined, digest: string | undefined): Pick<DataSource, 'kind' | 'value' | 'revision'> | undefined;
/** Runs that trackers keep in forms that are not read here: said, so that nobody takes them for absent. */
export declare const unreadRuns: SettingsReader;
/** The named facts of a record, nested ones with dotted names. */
export declare function addHardware(into: Settings, record: Record<string, unknown>, keys: readonly string[], where: (key: string) => string): void;
