export interface LicenseMention {
    spdx: string;
    line: number;
}
/** The license that a README states: a section of that name, or a sentence about the project itself. */
export declare function licenseInReadme(text: string): LicenseMention | undefined;
/** The license in the leading comments of a script: an SPDX tag, or a line `License: …`. */
export declare function licenseInComments(text: string): LicenseMention | undefined;
