import * as fs from "node:fs";
import * as path from "node:path";

import { buildId, groupIdOf, parentId, parseId } from "../../../offline/azure/arm/ids";
import { armPathOf, knownPaths } from "../../../offline/azure/arm/paths";
import { declarationOf } from "../../../offline/azure/sdk/declarations";
import { sdkFolder } from "../../../offline/azure/sdk/package-folder";
import { ResourceType, parseToken } from "../../../offline/azure/tokens";

function typeOf(key: string): ResourceType {
  const type = parseToken(`azure-native:${key}`);
  if (type === undefined) throw new Error(key);
  return type;
}

/** Every resource class of a module of the SDK. */
function classesOf(module: string): ResourceType[] {
  const folder = path.join(sdkFolder("azure-native"), module);
  const files = fs.readdirSync(folder).filter((file) => file.endsWith(".js") && !file.startsWith("get"));
  return files.flatMap((file) => {
    const token = /__pulumiType = '(.*?)'/.exec(fs.readFileSync(path.join(folder, file), "utf8"))?.[1];
    return parseToken(token ?? "") ?? [];
  });
}

test.each(knownPaths())("the path of %s is made of inputs that the SDK has", (key) => {
  const inputs = declarationOf(typeOf(key))?.inputs;
  const parameters = armPathOf(typeOf(key)).parameters.map((parameter) => parameter.split(".")[0] ?? "");
  expect([...(inputs ?? [])]).toEqual(expect.arrayContaining(parameters));
});

test.each(["compute", "network", "keyvault", "storage", "managedidentity", "privatedns", "recoveryservices"])(
  "every type of %s has a path that tells two of its resources apart",
  (module) => {
    for (const type of classesOf(module)) {
      const { parameters } = armPathOf(type);
      const declaration = declarationOf(type);
      const parents = (declaration?.required ?? []).filter(
        (input) => /Name$/.test(input) && !declaration?.outputs.has(input),
      );
      expect({ type: type.key, parameters }).toEqual({
        type: type.key,
        parameters: expect.arrayContaining(parents) as string[],
      });
    }
  },
);

test("an id is read back into the inputs that made it, whatever its case", () => {
  const type = typeOf("compute:VirtualMachineExtension");
  const inputs = { resourceGroupName: "rg", vmName: "host", vmExtensionName: "kv" };
  const id = buildId(armPathOf(type), inputs, "s");
  expect(id).toBe("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/host/extensions/kv");
  expect(parseId(armPathOf(type), id.replace("resourceGroups", "resourcegroups"))).toEqual({
    subscriptionId: "s",
    ...inputs,
  });
  expect(parseId(armPathOf(type), "/subscriptions/s")).toBeUndefined();
});

test("a scope keeps its slashes and loses those at its ends", () => {
  const scope = "/subscriptions/s/resourceGroups/rg/";
  const id = buildId(armPathOf(typeOf("authorization:RoleAssignment")), { scope, roleAssignmentName: "n" }, "other");
  expect(id).toBe("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments/n");
});

test("the parent of a child is the resource above it, of an extension resource the one it extends", () => {
  const vm = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/host";
  expect(parentId(`${vm}/extensions/kv`)).toBe(vm);
  expect(parentId(`${vm}/providers/Microsoft.GuestConfiguration/guestConfigurationAssignments/mk`)).toBe(vm);
  expect(groupIdOf(vm)).toBe("/subscriptions/s/resourceGroups/rg");
});
