import { type ListedFile } from '../split/parts-document.js';
/**
 * What README.txt says of files that lie beside the bag; '' where there are none. Made from parts.json alone, so that `complete` can
 * take the same words out again.
 */
export interface MissingWords {
    english: string;
    german: string;
}
export declare function missingWords(files: readonly ListedFile[], bag: string): MissingWords;
