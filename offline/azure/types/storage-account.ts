import type { PlainObject } from "../wire/values";
import type { ResourceModel } from "./model";
import { respond, withPlausibleAnswers } from "./respond";

/** Modelled only for its endpoints, which many programs hand to boot diagnostics and script extensions. */
export const storageAccount: ResourceModel = {
  type: "storage:StorageAccount",
  put(request) {
    const service = (name: string): string => `https://${request.name}.${name}.core.windows.net/`;
    const endpoints: PlainObject = {
      blob: service("blob"),
      dfs: service("dfs"),
      file: service("file"),
      queue: service("queue"),
      table: service("table"),
      web: service("web"),
    };
    return { ...withPlausibleAnswers(request, respond(request)), primaryEndpoints: endpoints };
  },
};
