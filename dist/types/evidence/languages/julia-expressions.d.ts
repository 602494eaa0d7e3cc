import { type Cursor } from './julia-cursor.js';
import type { Expression } from './program.js';
/** One expression from the cursor on: up to a line end, a closing bracket or a separator. */
export declare function juliaExpression(cursor: Cursor): Expression;
