import type { Assessment, ModelReport } from '../../assess/assessment.js';
/** How one model stands to the others, and what it takes to use it: messages. */
export declare const modelRelations: (model: ModelReport, assessment: Assessment) => string[];
/** What the file says of itself: keys and values that are short enough to be read. */
export declare function modelFacts({ facts }: ModelReport): {
    key: string;
    value: string;
}[];
