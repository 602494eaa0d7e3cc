import type { Environment } from '../evidence.js';
import type { Declared } from './declaration.js';
/** An Environment with its grade (research/evidence: P0 bare names … P4 hashed closure with interpreter, PX broken). */
export declare function gradedEnvironment(declared: Declared, path: string, ecosystem: string): Environment;
/** The grade that follows from the declarations. */
export declare function gradeOf(declared: Declared): Environment['grade'];
