import { cardVersions } from './card-versions.js';
import { condaEnvironment } from './conda.js';
import { condaList, condaLock, pixiLock } from './conda-lists.js';
import type { EnvironmentFormat } from './declaration.js';
import { dockerfile } from './docker.js';
import { guixChannels, guixManifest } from './guix.js';
import { juliaManifest, juliaProject } from './julia.js';
import { flakeLock, nixExpression, nixSources } from './nix.js';
import { pipfileLock } from './pipfile.js';
import { pipfile, pyproject } from './pyproject.js';
import { pdmLock, poetryLock, pylock, uvLock } from './python-locks.js';
import { pythonVersion, rVersion } from './python-version.js';
import { rDescription } from './r-description.js';
import { packratLock, renvLock, rsconnectManifest } from './r-locks.js';
import { requirements } from './requirements.js';
import { juliaRun, pythonRun, rRun } from './run-record.js';
import { sessionInfo } from './session-info.js';
import { setupCfg, setupPy } from './setup-files.js';

/** In this order: the first that recognizes a path and can parse its content is right. */
export const ENVIRONMENT_FORMATS: readonly EnvironmentFormat[] = [
  pythonRun,
  rRun,
  juliaRun,
  uvLock,
  pylock,
  poetryLock,
  pdmLock,
  pipfileLock,
  requirements,
  pyproject,
  pipfile,
  setupPy,
  setupCfg,
  condaLock,
  pixiLock,
  condaEnvironment,
  condaList,
  renvLock,
  packratLock,
  rsconnectManifest,
  sessionInfo,
  cardVersions,
  rDescription,
  juliaManifest,
  juliaProject,
  flakeLock,
  nixSources,
  nixExpression,
  guixChannels,
  guixManifest,
  dockerfile,
  pythonVersion,
  rVersion,
];
