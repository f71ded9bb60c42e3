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
      const model = models.get(service) ?? read(service);
      models.set(service, model);
      return model;
    },
  };
}
