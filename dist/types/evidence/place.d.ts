/** The file in which a place lies, such as `train.py:12 fit`, `train.py (options)` or `params.yaml#train`. */
export declare const fileOf: (text: string) => string;
