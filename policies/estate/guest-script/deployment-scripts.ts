import { assignmentPaths, assignmentTypes } from "../certificate/guest-assignments";
import type { Estate } from "../estate";
import { listProperty, stringProperty } from "../resource";
import type { ResourceType } from "../resource-type";
import { readString } from "../value";
import type { CarriedScript } from "./carried-script";

const outsideTypes: readonly { type: ResourceType; runsOutside: "powershell" | "bash" }[] = [
  { type: "resources:AzurePowerShellScript", runsOutside: "powershell" },
  { type: "resources:AzureCliScript", runsOutside: "bash" },
];

/** Deployment scripts, which run in a container and may hand scripts to machines. */
export function deploymentScripts(estate: Estate): CarriedScript[] {
  return outsideTypes.flatMap(({ type, runsOutside }) =>
    estate.ofType(type).flatMap((resource): CarriedScript[] => {
      const script = stringProperty(resource, "scriptContent");
      if (script.state !== "known") return [];
      return [{ resource, path: script.path, text: script.value, origin: { shell: "powershell" }, runsOutside }];
    }),
  );
}

/** Scripts that a guest configuration hands to the resource Script: parameters such as "[Script]keys;SetScript". */
export function guestConfigurationScripts(estate: Estate): CarriedScript[] {
  const path = assignmentPaths.parameters;
  return estate.ofTypes(assignmentTypes.map(({ type }) => type)).flatMap((resource) => {
    const list = listProperty(resource, path);
    return (list.state === "known" ? list.value : []).flatMap((parameter, index): CarriedScript[] => {
      const [name, value] = [readString(parameter, "name"), readString(parameter, "value")];
      if (name.state !== "known" || !/;(set|test|get)script$/i.test(name.value) || value.state === "absent") return [];
      const at = `${path}[${index}].value`;
      if (value.state === "unknown") return [{ resource, path: at, hidden: value.why }];
      return [{ resource, path: at, text: value.value, origin: { shell: "powershell" } }];
    });
  });
}
