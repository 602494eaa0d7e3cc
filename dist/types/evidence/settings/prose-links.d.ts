import type { DataSource } from '../evidence.js';
/** Prose that cites data: READMEs and what lies in folders of data. */
export declare const citesData: (path: string) => boolean;
/**
 * The links of a text that lead to data: into a repository of data, in a section about data, or in a sentence that says
 * where data come from. Papers, weights, pictures, tools and licenses are told apart; what cannot be told is left out.
 */
export declare function dataLinks(markdown: string, path: string, firstLine?: number): DataSource[];
/** Kind and value of an address: services that we know by their ids, all else by the address. */
export declare function identify(url: string): Pick<DataSource, 'kind' | 'value' | 'revision'>;
