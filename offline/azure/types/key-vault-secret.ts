import { randomBytes } from "node:crypto";

import { PlainObject, isObject, textAt } from "../wire/values";
import { parentOf } from "./children";
import type { ResourceModel } from "./model";
import { respond } from "./respond";

export const secret: ResourceModel = {
  type: "keyvault:Secret",
  put(request) {
    const uri = textAt(parentOf(request).body, "properties", "vaultUri") ?? "";
    const body = respond(request);
    const properties: PlainObject = isObject(body["properties"]) ? { ...body["properties"] } : {};
    // The control plane takes a value and never gives one back.
    delete properties["value"];
    const secretUri = `${uri}secrets/${request.name}`;
    const version = randomBytes(16).toString("hex");
    return { ...body, properties: { ...properties, secretUri, secretUriWithVersion: `${secretUri}/${version}` } };
  },
};
