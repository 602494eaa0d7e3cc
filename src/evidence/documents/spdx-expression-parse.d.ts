declare module 'spdx-expression-parse' {
  /** Throws where the text is no SPDX license expression. */
  const parse: (expression: string) => object;
  export default parse;
}
