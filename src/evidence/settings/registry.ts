import { slurm } from './batch-scripts.js';
import { dvcConfig, dvcFile, dvcLock } from './dvc-files.js';
import { adapterConfig, dataDescriptions, hubConfig, mlproject } from './hub-files.js';
import { metricTables } from './metric-tables.js';
import { metricsFiles, trainerState } from './metrics-files.js';
import { parameterFiles } from './parameter-files.js';
import type { SettingsReader } from './reader.js';
import { runLogs } from './run-logs.js';
import { runRecord } from './run-record.js';
import { codecarbon, cudaImages, mlflowData, mlflowRun, sacred, unreadRuns, wandb } from './trackers.js';

/** Every reader that recognizes a path reads it; the strongest witnesses of cost come first. */
export const SETTINGS_READERS: readonly SettingsReader[] = [
  runRecord,
  trainerState,
  metricsFiles,
  metricTables,
  codecarbon,
  wandb,
  sacred,
  mlflowRun,
  mlflowData,
  unreadRuns,
  mlproject,
  dvcLock,
  dvcFile,
  dvcConfig,
  adapterConfig,
  hubConfig,
  dataDescriptions,
  slurm,
  runLogs,
  cudaImages,
  parameterFiles,
];
