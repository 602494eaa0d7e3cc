import type { Collection } from '../../collect/collection.js';
import type { Documents } from '../evidence.js';
import { type FrontMatter } from './front-matter.js';
export type ModelCard = NonNullable<Documents['modelCard']>;
/** One model card with its front matter, for those who read more than Documents holds. */
export interface ReadCard {
    card: ModelCard;
    front: FrontMatter;
}
/** Every model card of the repository, the best first: by its name, then by Hugging Face's block, then by its sections. */
export declare function findModelCards(collection: Collection): Promise<ReadCard[]>;
/** A card where the text is one, with how surely: 0 by name, 1 by metadata of Hugging Face, 2 by what it writes about. */
export declare function parseModelCard(text: string, path: string): Promise<(ReadCard & {
    rank: number;
}) | undefined>;
