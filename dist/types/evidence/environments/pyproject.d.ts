import { type EnvironmentFormat } from './declaration.js';
/** What a Python project asks for: the standard table, dependency groups, and Poetry's own. */
export declare const pyproject: EnvironmentFormat;
/** What Pipenv was asked for. */
export declare const pipfile: EnvironmentFormat;
