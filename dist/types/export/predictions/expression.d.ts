import type { Expression } from '../../formats/structure/statistical-model.js';
import type { Row } from './rows.js';
export declare const isKnown: (name: string) => boolean;
/** The number that an expression has for a row. */
export declare function evaluateExpression(expression: Expression, row: Row): number;
/** The column that `factor(x)` and its like turn into labels; null for any other expression. */
export declare const labeledColumn: (expression: Expression) => string | null;
/** Names of the columns that an expression needs; whether it takes something of them that only positive numbers have. */
export declare function columnsIn(expression: Expression, isPositive?: boolean): {
    name: string;
    isPositive: boolean;
}[];
