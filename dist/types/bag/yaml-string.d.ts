/** A text as a YAML string: a JSON string, which YAML takes as it is, in characters that every parser of YAML reads. */
export declare const yamlString: (text: string) => string;
