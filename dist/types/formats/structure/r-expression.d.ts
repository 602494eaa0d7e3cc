import type { RObject } from '../../containers/r-serialization.js';
import type { Expression } from './statistical-model.js';
/** A language object as an expression. Anything that is no call, name or single value is a text: how R writes it. */
export declare function expressionOf(value: RObject, depth?: number): Expression;
/** The text of a call or formula; '' where there is none. */
export declare const textOfCall: (value: RObject | undefined) => string;
