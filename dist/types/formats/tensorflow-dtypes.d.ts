/** Quantized types (11 to 13, 15, 16) are named by the integers they store; references (+100) by what they refer to. */
export declare const tensorflowDtype: (type: number) => string | undefined;
