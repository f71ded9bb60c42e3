/** Where models come from: one interface for botocore's own folder and for our copy. */

import type { Metadata, Model } from "./model.js";

export interface ModelSource {
  /** Each service's name and metadata, without reading the rest of its model. */
  readonly services: ReadonlyMap<string, Metadata>;
  /** A service's whole model, read once. Throws where the file is missing or broken. */
  load(service: string): Model;
}

/** A source that reads each model once. */
export function cachedSource(
  services: ReadonlyMap<string, Metadata>,
  read: (service: string) => Model,
): ModelSource {
  const models = new Map<string, Model>();
  return {
    services,
    load(service) {
      const model = models.get(service) ?? withClientNames(read(service));
      models.set(service, model);
      return model;
    },
  };
}

/** CloudFront's operations have a version in their own name that clients do not have: theirs are the keys. */
function withClientNames(model: Model): Model {
  const named = Object.entries(model.operations).map(([name, each]) => [name, { ...each, name }]);
  return { ...model, operations: Object.fromEntries(named) };
}
