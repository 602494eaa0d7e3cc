import { type Format } from './format.js';
/** A web page where a model should be: an error page, a login page, a viewer of a hosting service. */
export declare const html: Format;
