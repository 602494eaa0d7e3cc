import type { SettingsReader } from './reader.js';
/** Tables with a row for every epoch: Lightning's CSVLogger, Ultralytics, timm. The last value of each column is told. */
export declare const metricTables: SettingsReader;
