import { assignmentEffect } from "../../model/certificate/assignment-type";
import type { GuestScriptFacts, RegistryData } from "../../model/guest-script/facts";
import { listenerKey } from "../../model/guest-script/listener/keys";
import { registryData } from "../../model/guest-script/registry/data";
import { text } from "../../model/guest-script/reading/value";
import { guestParameters } from "../../model/guest-packages";
import { assignmentPaths, assignmentTypes, isOwnPackage, keeps } from "../certificate/guest-assignments";
import type { Estate } from "../estate";
import { listProperty, stringProperty, type AzureResource } from "../resource";
import { readString } from "../value";
import type { CarriedScript } from "./carried-script";

/** What assignments of this project's package set by their parameters, as if a script did. */
export function ownConfigurations(estate: Estate): CarriedScript[] {
  return estate.ofTypes(assignmentTypes.map(({ type }) => type)).flatMap((assignment) => {
    if (!isOwnPackage(assignment) || keeps(assignment, "listener-settings") === false) return [];
    const type = stringProperty(assignment, assignmentPaths.assignmentType);
    const effect =
      type.state === "known" ? assignmentEffect(type.value) : type.state === "absent" ? "reports" : "unknown";
    const port = listenerPort(assignment);
    if (!port || effect === "reports") return [];
    const data =
      effect === "unknown" ? { why: `what ${assignmentPaths.assignmentType} means is not known` } : port.data;
    return [
      {
        resource: assignment,
        path: port.path,
        text: "",
        origin: { shell: "powershell" },
        facts: setsPort(data),
        ...(effect === "corrects" && { repeats: true }),
      },
    ];
  });
}

function listenerPort(assignment: AzureResource): { readonly path: string; readonly data: RegistryData } | undefined {
  const path = assignmentPaths.parameters;
  const list = listProperty(assignment, path);
  if (list.state === "unknown") return { path: list.path, data: { why: list.why } };
  for (const [index, parameter] of (list.state === "known" ? list.value : []).entries()) {
    const at = `${path}[${index}].value`;
    const [name, value] = [readString(parameter, "name"), readString(parameter, "value")];
    if (name.state === "unknown") return { path: `${path}[${index}].name`, data: { why: name.why } };
    if (name.state === "absent" || name.value.toLowerCase() !== guestParameters.listenerPort.toLowerCase()) continue;
    if (value.state === "unknown") return { path: at, data: { why: value.why } };
    // Without a port the package leaves the listener where it is.
    if (value.state === "absent" || value.value === "") return undefined;
    return { path: at, data: registryData(text(value.value)) };
  }
  return undefined;
}

function setsPort(data: RegistryData): GuestScriptFacts {
  return [
    {
      kind: "sets-registry-value",
      topic: "rdp-listener",
      key: listenerKey,
      name: "portnumber",
      data,
      line: 1,
      text: "PortNumber of the guest configuration",
      branch: [],
    },
  ];
}
