import { type EnvironmentFormat } from './declaration.js';
/** What setuptools is told in Python. The lists are read as text, never run; lists that are computed stay unread. */
export declare const setupPy: EnvironmentFormat;
/** The declarative form: `[options] install_requires` and extras. */
export declare const setupCfg: EnvironmentFormat;
