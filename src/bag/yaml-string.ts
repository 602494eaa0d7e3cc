/** Characters that JSON leaves as they are, and that YAML 1.1 takes for line ends or rejects. */
const NOT_PRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** A text as a YAML string: a JSON string, which YAML takes as it is, in characters that every parser of YAML reads. */
export const yamlString = (text: string): string =>
  JSON.stringify(text).replace(
    NOT_PRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
