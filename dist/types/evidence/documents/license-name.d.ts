/** Lower case, every run of other characters one blank: texts compare equal whatever their layout and punctuation. */
export declare const plainWords: (text: string) => string;
/** The identifier as CITATION.cff 1.2.0 lists it; it knows neither `LicenseRef-…` nor what SPDX has added since. */
export declare const cffLicense: (spdx: string) => string | undefined;
/** The SPDX expression that a metadata field means, else null: `MIT License`, `apache-2.0`, `GPL (>= 2)`, `MIT + file LICENSE`. */
export declare function spdxOfField(field: string): string | null;
/** The license that a sentence or section names, else null. */
export declare function spdxOfSentence(sentence: string): string | null;
