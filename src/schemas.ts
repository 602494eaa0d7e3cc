import bagitProfile from '../schemas/bagit-profile-1.json' with { type: 'json' };
import check from '../schemas/check.schema.json' with { type: 'json' };
import dataSources from '../schemas/data-sources.schema.json' with { type: 'json' };
import evidence from '../schemas/evidence.schema.json' with { type: 'json' };
import inspect from '../schemas/inspect.schema.json' with { type: 'json' };
import names from '../schemas/names.schema.json' with { type: 'json' };
import parts from '../schemas/parts.schema.json' with { type: 'json' };
import { canonicalJson } from './report/json.js';

/** JSON Schemas of the documents in a bag, as its tag files: whoever opens it in ten years has them at hand. */
export const schemaFiles = (): { path: string; text: string }[] => [
  { path: 'schemas/bagit-profile-1.json', text: canonicalJson(bagitProfile) },
  ...Object.entries({ check, 'data-sources': dataSources, evidence, inspect, names, parts }).map(([name, schema]) => ({
    path: `schemas/${name}.schema.json`,
    text: canonicalJson(schema),
  })),
];
