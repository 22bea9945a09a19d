import { textAt } from "../wire/values";
import type { ResourceModel } from "./model";
import { respond, withPlausibleAnswers } from "./respond";

/** Modelled only for its URL, from which machines fetch packages. */
export const storageBlob: ResourceModel = {
  type: "storage:Blob",
  put(request) {
    const [account, container] = ["accountName", "containerName"].map((key) => textAt(request.inputs, key) ?? "");
    const url = `https://${account}.blob.core.windows.net/${container}/${request.name}`;
    // Of the blob, not ARM's.
    const type = textAt(request.inputs, "type") ?? "Block";
    return { ...withPlausibleAnswers(request, respond(request)), type, url };
  },
};
