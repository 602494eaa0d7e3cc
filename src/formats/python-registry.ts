import type { Format } from './format.js';
import { joblib } from './joblib.js';
import { joblibMultifile } from './joblib-multifile.js';
import { lightningCkpt } from './lightning-ckpt.js';
import { npy } from './npy.js';
import { npz } from './npz.js';
import { paddlePickle } from './paddle-pickle.js';
import { pickle } from './pickle.js';
import { pytorchLegacyStacked } from './pytorch-legacy-stacked.js';
import { pytorchLegacyTar } from './pytorch-legacy-tar.js';
import { pytorchZip } from './pytorch-zip.js';
import { tar } from './tar.js';
import { torchscript } from './torchscript.js';
import { zip, zipEncrypted } from './zip.js';

/** Formats of Python's frameworks, and the archives that hold them; most special first. */
export const pythonFormats: readonly Format[] = [
  lightningCkpt,
  pytorchZip,
  torchscript,
  pytorchLegacyStacked,
  pytorchLegacyTar,
  npz,
  npy,
  joblib,
  joblibMultifile,
  paddlePickle,
  pickle,
  zipEncrypted,
  zip,
  tar,
];
