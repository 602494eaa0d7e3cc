import { deepspeedCheckpoint } from './deepspeed.js';
import type { Format } from './format.js';
import { joblib } from './joblib.js';
import { joblibMultifile } from './joblib-multifile.js';
import { lightningCkpt } from './lightning-ckpt.js';
import { nemo } from './nemo.js';
import { npy } from './npy.js';
import { npz } from './npz.js';
import { paddlePickle } from './paddle-pickle.js';
import { pickle } from './pickle.js';
import { pytorchDcp } from './pytorch-dcp.js';
import { pytorchLegacyStacked } from './pytorch-legacy-stacked.js';
import { pytorchLegacyTar } from './pytorch-legacy-tar.js';
import { pytorchZip } from './pytorch-zip.js';
import { sevenZip } from './seven-zip.js';
import { skops } from './skops.js';
import { tar } from './tar.js';
import { torchExportPt2 } from './torch-export-pt2.js';
import { torchPackage } from './torch-package.js';
import { torchscript } from './torchscript.js';
import { torchserveMar } from './torchserve-mar.js';
import { zip, zipEncrypted } from './zip.js';

/** Formats of Python's frameworks, and the archives that hold them; most special first. */
export const pythonFormats: readonly Format[] = [
  lightningCkpt,
  deepspeedCheckpoint,
  pytorchZip,
  torchscript,
  torchExportPt2,
  torchPackage,
  torchserveMar,
  pytorchDcp,
  pytorchLegacyStacked,
  pytorchLegacyTar,
  skops,
  nemo,
  npz,
  npy,
  joblib,
  joblibMultifile,
  paddlePickle,
  pickle,
  zipEncrypted,
  zip,
  tar,
  sevenZip,
];
