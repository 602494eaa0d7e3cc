import type { ClusterModel } from '../../formats/structure/statistical-model.js';
import type { InputColumn } from '../predictions/rows.js';
import { type Body } from './document.js';
/** Clusters by their centers; the identifier of a cluster is its number as its framework counts. */
export declare function clustersBody(model: ClusterModel, columns?: readonly InputColumn[]): Body;
