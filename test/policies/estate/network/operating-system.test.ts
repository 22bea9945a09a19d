import { machines } from "../../../../policies/estate/network/machines";
import { unknownValue } from "../../../../policies/testing";
import { estateOf } from "../../../../policies/testing/estate-of";
import { machine } from "../../rules/network-stack";

function systemOf(inputs: Record<string, unknown>): string {
  const [found] = machines(estateOf([machine("vm", "vm", inputs)]));
  return found!.os.state === "known" ? found!.os.value : `${found!.os.state} ${found!.os.path}`;
}

const image = (imageReference: object, more: object = {}): Record<string, unknown> => ({
  storageProfile: { imageReference, ...more },
});

test.each([
  [{ osProfile: { windowsConfiguration: {} } }, "windows"],
  [{ osProfile: { linuxConfiguration: { disablePasswordAuthentication: true } } }, "linux"],
  [image({ publisher: "MicrosoftWindowsServer", offer: "WindowsServer" }), "windows"],
  [image({ publisher: "microsoftwindowsdesktop", offer: "windows-11" }), "windows"],
  [image({ publisher: "MicrosoftSQLServer", offer: "sql2022-ws2022" }), "windows"],
  [image({ publisher: "MicrosoftSQLServer", offer: "sql2022-ubuntupro2004" }), "linux"],
  [image({ publisher: "microsoft-dsvm", offer: "dsvm-win-2022" }), "windows"],
  [image({ publisher: "center-for-internet-security-inc", offer: "cis-windows-server" }), "windows"],
  [image({ publisher: "Canonical", offer: "ubuntu-24_04-lts" }), "linux"],
  [image({ id: unknownValue }, { osDisk: { osType: "Windows" } }), "windows"],
  [{ licenseType: "Windows_Server" }, "windows"],
  [{ licenseType: "RHEL_BYOS" }, "linux"],
  [{}, "unknown storageProfile.osDisk.osType"],
])("%j runs %s", (inputs, expected) => {
  expect(systemOf(inputs)).toBe(expected);
});

test("an image that only its id tells is unknown, and the id is what to make known", () => {
  expect(systemOf(image({ publisher: unknownValue, offer: "x" }))).toBe(
    "unknown storageProfile.imageReference.publisher",
  );
  expect(systemOf(image({ id: "/subscriptions/s/galleries/g" }))).toBe("unknown storageProfile.osDisk.osType");
});

test("a system of which neither an image nor a profile is known is unknown, not Windows", () => {
  expect(systemOf({ osProfile: { windowsConfiguration: unknownValue } })).toBe("unknown storageProfile.osDisk.osType");
});
