import type { OpenedModel } from './open-model.js';
/** A model whose time is limited. */
export interface Watched extends Pick<OpenedModel, 'source' | 'companion' | 'companionKind' | 'listCompanions'> {
    /** Allows the time that digesting so many bytes may take. */
    extend(bytes: number): void;
}
/** The same model whose reads fail with `resource-limit` once its time is over. Readers that never read are bounded by counts. */
export declare function withDeadline(opened: OpenedModel, milliseconds: number): Watched;
