import type { ModelReport } from '../../assess/assessment.js';
import { byBytes } from '../../bytes/order.js';
import { distinct } from '../distinct.js';
import type { BagFacts } from '../facts.js';
import { jsonPieces } from '../json-text.js';
import { mediaTypeOf } from '../media-type.js';
import type { Text } from '../text.js';
import { uuid5 } from '../uuid.js';
import { dataComponents } from './data.js';
import { formulation } from './formulation.js';
import { libraries } from './libraries.js';

const modelRef = (path: string): string => `model:${path}`;

/** bom.cdx.json: CycloneDX 1.6 with models, data, libraries, and how the models were made. */
export function bomText(facts: BagFacts): Text {
  const { assessment, software } = facts;
  const data = dataComponents(facts);
  const packages = libraries(facts);
  const models = assessment.models.map((model) => modelComponent(facts, model, data.refs));
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuid5(`urn:uuid:${facts.id}#bom`)}`,
    version: 1,
    metadata: {
      timestamp: facts.timestamp,
      tools: { components: [{ type: 'application', name: software.name, version: software.version }] },
      component: {
        type: 'application',
        'bom-ref': 'release',
        name: facts.title,
        version: facts.tag,
        ...(facts.swhids.release.length > 0 && { swhid: facts.swhids.release }),
        ...licenses(facts),
        ...(facts.repositoryUrl ? { externalReferences: [{ type: 'vcs', url: facts.repositoryUrl }] } : {}),
        ...unassigned(facts),
      },
    },
    components: [...models, ...data.components, ...packages.components],
    dependencies: [
      {
        ref: 'release',
        dependsOn: [...assessment.models.map((model) => modelRef(model.path)), ...packages.refs].sort(byBytes),
      },
      ...assessment.models.map((model) => ({
        ref: modelRef(model.path),
        dependsOn: distinct(model.needs.flatMap((need) => packages.refOf(need.package) ?? [])),
      })),
    ],
    ...formulation(facts),
  };
  return () => jsonPieces(bom);
}

function modelComponent(facts: BagFacts, model: ModelReport, datasets: readonly string[]) {
  const file = facts.byOriginal.get(model.path);
  const sha256 = file?.sha256 ?? model.sha256;
  const { documents, baseModels } = facts.assessment.evidence;
  const metrics = isMeasured(facts, model.path) ? facts.assessment.evidence.metrics : [];
  const files = model.companions.flatMap((path) => facts.byOriginal.get(path) ?? []);
  return {
    type: 'machine-learning-model',
    'bom-ref': modelRef(model.path),
    'mime-type': mimeType(facts, model.path),
    name: model.path,
    version: facts.tag,
    description: `${model.format.name}: ${model.tensorCount} tensors, ${model.parameterCount} parameters`,
    ...(facts.swhids.files.has(model.path) && { swhid: [facts.swhids.files.get(model.path)] }),
    ...(sha256 ? { hashes: [{ alg: 'SHA-256', content: sha256 }] } : {}),
    ...licenses(facts),
    ...(documents.modelCard
      ? { externalReferences: [{ type: 'model-card', url: relativeUrl(facts, documents.modelCard.path) }] }
      : {}),
    modelCard: {
      modelParameters: { datasets: datasets.map((ref) => ({ ref })) },
      quantitativeAnalysis: {
        performanceMetrics: distinct(
          metrics.map((metric) => ({
            type: metric.name,
            value: `${metric.value}`,
            ...(metric.split ? { slice: metric.split } : {}),
          })),
        ),
      },
    },
    ...(files.length > 0
      ? {
          components: files.map((part) => ({
            type: 'file',
            name: part.original,
            hashes: [{ alg: 'SHA-256', content: part.sha256 }],
          })),
        }
      : {}),
    properties: properties({
      'modelbag:bag-path': file?.path,
      'modelbag:format': model.format.id,
      'modelbag:openness': model.openness.class,
      'modelbag:promise': model.openness.promise,
      'modelbag:loading': model.loading,
      'modelbag:safety-status': model.safety.status,
      'modelbag:safety-verdict': model.safety.verdict,
      'modelbag:base-model': baseModels
        .map(({ name, revision }) => (revision ? `${name}@${revision}` : name))
        .join(' '),
    }),
  };
}

/** A repository says what was measured, not of which of its models; where there is but one, of that and its copies. */
function isMeasured({ assessment: { sets } }: BagFacts, path: string): boolean {
  const [only, ...others] = sets;
  return only !== undefined && others.length === 0 && [only.native, ...only.open].includes(path);
}

/** Metrics that nobody knows the model of, as properties of the release. */
function unassigned({ assessment: { sets, evidence } }: BagFacts): object {
  if (sets.length === 1 || evidence.metrics.length === 0) return {};
  const told = evidence.metrics.map(({ name, value }) => ({ name: `modelbag:metric:${name}`, value: `${value}` }));
  return { properties: distinct(told) };
}

function licenses(facts: BagFacts) {
  const spdx = facts.assessment.evidence.documents.license?.spdx;
  return spdx ? { licenses: [{ expression: spdx }] } : {};
}

function mimeType(facts: BagFacts, path: string): string {
  const known = facts.inspections.find((inspection) => inspection.path === path)?.format.facts.mediaType;
  return known ?? mediaTypeOf(path);
}

/** Relative to the bag, where the BOM lies at the root. */
const relativeUrl = (facts: BagFacts, path: string): string =>
  encodeURI(facts.byOriginal.get(path)?.path ?? path).replace(/[#?]/g, encodeURIComponent);

const properties = (values: Record<string, string | undefined>): { name: string; value: string }[] =>
  Object.entries(values).flatMap(([name, value]) => (value ? { name, value } : []));
