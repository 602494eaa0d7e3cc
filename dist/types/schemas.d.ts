/** JSON Schemas of the documents in a bag, as its tag files: whoever opens it in ten years has them at hand. */
export declare const schemaFiles: () => {
    path: string;
    text: string;
}[];
