import type { Expression, Field } from '../../formats/structure/statistical-model.js';
import type { ExportSource } from '../exporter.js';
import type { InputColumn } from '../predictions/rows.js';
import { type Element } from './element.js';
export declare const PMML_VERSION = "4.4";
/** What a model contributes to a document. */
export interface Body {
    model: Element;
    /** Fields computed from columns, in the order in which they may use each other. */
    derived: readonly Element[];
    /** Absent where the model has several outputs. */
    target?: {
        name: string;
        levels?: readonly string[];
    };
}
/** A whole PMML 4.4 document. It says where it comes from and has no time, so that its bytes depend on the model alone. */
export declare function documentOf({ path, sha256 }: Pick<ExportSource, 'path' | 'sha256'>, columns: readonly InputColumn[], { model, derived, target }: Body): Element;
export declare const miningSchema: (columns: readonly {
    name: string;
}[], target: string | null) => Element;
export declare const namesOf: (...fields: readonly {
    name: string;
}[]) => Set<string>;
/** A name that no field has, for what the document itself adds. */
export declare function freeName(wanted: string, taken: ReadonlySet<string>): string;
/** What a model answers: `prediction`, and the probability of each label, under names that no field has. */
export declare function outputOf(taken: ReadonlySet<string>, task: 'regression' | 'classification', labels?: readonly string[]): Element;
export declare const outputField: (name: string, optype: 'continuous' | 'categorical', feature: 'predictedValue' | 'probability', more?: {
    segmentId?: number | undefined;
    value?: string;
}) => Element;
/** The name under which a field is known in the document, and what has to be derived for it. */
export declare function fieldName(field: Field): {
    name: string;
    derived: Element[];
};
export declare const derivedField: (name: string, expression: Expression) => Element;
export declare const derivedText: (name: string, value: Element) => Element;
export declare const derivedNumber: (name: string, value: Element) => Element;
