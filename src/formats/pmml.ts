import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { localName, walkXml, type XmlEvent } from '../containers/xml.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO } from './format.js';
import { latin1Head } from './head-text.js';

/** Elements that are models (PMML 4.4 and before). */
const MODELS =
  /^(?:AnomalyDetectionModel|AssociationModel|BaselineModel|BayesianNetworkModel|ClusteringModel|GaussianProcessModel|GeneralRegressionModel|MiningModel|NaiveBayesModel|NearestNeighborModel|NeuralNetwork|RegressionModel|RuleSetModel|Scorecard|SequenceModel|SupportVectorMachineModel|TextModel|TimeSeriesModel|TreeModel)$/;
/** Elements that are counted, by the name of the fact. */
const COUNTED: Readonly<Record<string, string>> = {
  Node: 'nodes',
  NeuralLayer: 'layers',
  Neuron: 'neurons',
  Segment: 'segments',
  SupportVector: 'support_vectors',
  Cluster: 'clusters',
};
/** Coefficients kept as facts. */
const KEPT_COEFFICIENTS = 256;

export const pmml: Format = {
  id: 'pmml',
  name: 'PMML',
  extensions: ['.pmml', '.xml'],
  family: 'exchange',
  container: 'xml',
  signature: 'root element <PMML> with version',
  aliases: ['Predictive Model Markup Language'],
  facts: {
    disclosure: 'standard',
    steward: 'Data Mining Group',
    specification: 'https://dmg.org/pmml/v4-4-1/GeneralStructure.html',
    encoding: 'text',
    holds: 'model',
    independent: true,
    worstLoading: 'data-only',
    mediaType: 'application/pmml+xml',
  },

  recognize: ({ head }) => (/<(?:\w+:)?PMML[\s>]/.test(beginning(head)) ? certain('root element PMML') : NO),

  async inspect(model: ModelInput, limits: Limits) {
    const { source } = model;
    const contents = begin(model, 'data-only');
    if (source.size > limits.headerBytes)
      throw new FormatError(
        'resource-limit',
        `expected XML of at most ${limits.headerBytes} bytes, found ${source.size}`,
      );
    const reader = new PmmlReader(contents);
    for (const event of walkXml(decode(await source.read(0, source.size)), limits.depth))
      if (!reader.take(event)) break;
    reader.finish();
    return contents;
  },
};

/** The head of an XML document without comments, so that words in them tell nothing; empty for anything else. */
export function beginning(head: Uint8Array): string {
  const isXml = head[0] === 0xff || head[0] === 0xef || /^\s*</.test(latin1Head(head));
  return isXml ? decode(head).replace(/<!--[\s\S]*?-->/g, '') : '';
}

/** UTF-8 or, by its byte order mark, UTF-16; what is neither becomes U+FFFD. */
export function decode(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

class PmmlReader {
  readonly #contents: Contents;
  readonly #counts = new Map<string, number>();
  readonly #coefficients: Record<string, number> = Object.create(null);
  /** Labels of the parameters of a general regression, by their names. */
  readonly #labels = new Map<string, string>();
  /** Class that coefficients belong to, where there is one for each. */
  #category: string | undefined;
  #inside = '';
  #text = '';
  #model = '';

  constructor(contents: Contents) {
    this.#contents = contents;
  }

  /** Takes one event; false where reading must stop. */
  take(event: XmlEvent): boolean {
    if (event.kind === 'doctype') return this.#doctype(event.text, event.offset);
    if (event.kind === 'text') this.#text += this.#inside === 'Timestamp' ? event.text : '';
    else if (event.kind === 'open') this.#open(localName(event.name), event.attributes, event.depth);
    else if (localName(event.name) === 'Timestamp') {
      this.#fact('timestamp', this.#text.trim(), 'Header/Timestamp');
      this.#inside = '';
    }
    return true;
  }

  finish(): void {
    for (const [key, count] of this.#counts) this.#fact(key, count, this.#model);
    if (Object.keys(this.#coefficients).length > 0) this.#fact('coefficients', { ...this.#coefficients }, this.#model);
    if (this.#model === '' && this.#contents.observations.length === 0) {
      this.#contents.observations.push({
        kind: 'malformed',
        code: 'invalid-structure',
        message: 'expected a model element, found none',
      });
    }
  }

  #fact(key: string, value: unknown, where: string): void {
    this.#contents.facts.push({ key, value, where });
  }

  /** Entities make a parser read files or fill memory; a mere reference to the DTD of PMML 2 does neither. */
  #doctype(text: string, offset: number): boolean {
    if (/<!ENTITY/i.test(text)) {
      this.#contents.observations.push({
        kind: 'external',
        code: 'dtd-entity',
        message: 'expected no entities, found a document type that declares some',
        offset,
      });
      return false;
    }
    const system = /(?:SYSTEM|PUBLIC\s+(?:"[^"]*"|'[^']*'))\s+["']([^"']*)["']/.exec(text)?.[1];
    if (system !== undefined)
      this.#contents.observations.push({
        kind: 'external',
        code: 'external-reference',
        message: `the document type refers to ${JSON.stringify(system)}`,
        name: system,
        offset,
      });
    return true;
  }

  #open(name: string, attributes: Readonly<Record<string, string>>, depth: number): void {
    this.#inside = name;
    if (name === 'PMML' && depth === 0) {
      this.#contents.version = attributes['version'] ?? '';
      this.#fact('version', attributes['version'] ?? '', 'PMML@version');
    } else if (name === 'Application')
      this.#fact('application', [attributes['name'] ?? '', attributes['version'] ?? ''], 'Header/Application');
    else if (MODELS.test(name) && this.#model === '') {
      this.#model = name;
      this.#fact('model', name, 'PMML');
      for (const key of ['functionName', 'modelName', 'algorithmName'])
        if (attributes[key] !== undefined) this.#fact(key, attributes[key], `${name}@${key}`);
    } else if (name === 'MiningField' && /^(?:target|predicted)$/.test(attributes['usageType'] ?? ''))
      this.#target(attributes['name'] ?? '');
    else if (name === 'RegressionTable') {
      this.#category = attributes['targetCategory'];
      this.#coefficient('intercept', attributes['intercept']);
    } else if (name === 'Parameter') this.#labels.set(attributes['name'] ?? '', attributes['label'] ?? '');
    else if (name === 'PCell') {
      this.#category = attributes['targetCategory'];
      const parameter = attributes['parameterName'] ?? '';
      this.#coefficient(this.#labels.get(parameter) || parameter, attributes['beta']);
    } else if (name === 'NumericPredictor') this.#coefficient(attributes['name'] ?? '', attributes['coefficient']);
    else if (name === 'CategoricalPredictor')
      this.#coefficient(`${attributes['name']}=${attributes['value']}`, attributes['coefficient']);
    const counted = COUNTED[name];
    if (counted) this.#counts.set(counted, (this.#counts.get(counted) ?? 0) + 1);
  }

  #target(name: string): void {
    if (!this.#contents.facts.some(({ key, value }) => key === 'target' && value === name))
      this.#fact('target', name, 'MiningSchema');
  }

  #coefficient(name: string, value: string | undefined): void {
    if (value === undefined || Object.keys(this.#coefficients).length >= KEPT_COEFFICIENTS) return;
    this.#coefficients[this.#category === undefined ? name : `${this.#category}: ${name}`] = Number(value);
  }
}
