import type { ReadCard } from '../documents/model-card.js';
import type { Settings } from './reader.js';
/** What a model card says in its front matter, and in the lists that Hugging Face's Trainer writes. */
export declare function addCard({ card, front }: ReadCard, into: Settings): void;
