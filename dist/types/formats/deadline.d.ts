import type { OpenedModel } from './open-model.js';
/** The same model whose reads fail with `resource-limit` once its time is over. Readers that never read are bounded by counts. */
export declare function withDeadline(opened: OpenedModel, milliseconds: number): Pick<OpenedModel, 'source' | 'companion' | 'companionKind' | 'listCompanions'> & {
    extend(bytes: number): void;
};
