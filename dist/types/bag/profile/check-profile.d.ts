import { type BagProblem } from '../verify/problem.js';
import { type BagItProfile } from './profile.js';
import type { ProfileSubject } from './subject.js';
/** Everything in which a bag is not what a profile wants; profiles know nothing of payload. */
export declare function checkProfile(subject: ProfileSubject, profile: BagItProfile): BagProblem[];
