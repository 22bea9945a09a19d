import * as pulumi from "@pulumi/pulumi";
import type { GuestConfigurationArgs } from "../../../components";
import { planGuestConfiguration } from "../../../components/guest-configuration/guest-configuration-plan";
import { guestPackages } from "../../../policies/model/guest-packages";
import { valueOf } from "../registered";

const healthy: GuestConfigurationArgs = { guestPackageUri: "https://packages.example.net/Rdp904.zip" };
const identity = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/rdp";

interface Assigned {
  readonly configurationParameter?: { readonly name: string; readonly value: pulumi.Input<string> }[];
}

function assigned(change: Partial<GuestConfigurationArgs>): Assigned {
  const { properties } = planGuestConfiguration("host", { ...healthy, ...change });
  return (properties as { guestConfiguration: Assigned }).guestConfiguration;
}

test("the configuration corrects, is named alike in all three places, and is pinned by its hash", () => {
  expect(planGuestConfiguration("host", healthy)).toEqual({
    name: "Rdp904",
    guestConfigurationAssignmentName: "Rdp904",
    properties: {
      guestConfiguration: {
        name: "Rdp904",
        version: "1.2.0",
        kind: "DSC",
        contentUri: "https://packages.example.net/Rdp904.zip",
        contentHash: guestPackages.at(-1)!.contentHash,
        assignmentType: "ApplyAndAutoCorrect",
      },
    },
  });
});

test.each<[string, Partial<GuestConfigurationArgs>, string, string]>([
  [
    "a certificate that is found by its name",
    { certificateSubject: "rdp.example.net" },
    "[Rdp904ListenerCertificate]RdpListener;Subject",
    "rdp.example.net",
  ],
  ["a port", { listenerPort: 3390 }, "[Rdp904ListenerSettings]RdpListener;PortNumber", "3390"],
  ["shadowing", { admitsShadowing: true }, "[Rdp904Firewall]RdpListener;Shadowing", "Yes"],
  ["WebSocket", { admitsWebSocket: true }, "[Rdp904Firewall]RdpListener;WebSocket", "Yes"],
])("%s goes to the guest as text, under the one parameter for it", (_title, change, name, value) => {
  expect(assigned(change).configurationParameter).toEqual([{ name, value }]);
});

test("what is not asked for is no parameter, so that it stays as it is", () => {
  expect(assigned({ admitsShadowing: false, admitsWebSocket: false }).configurationParameter).toBeUndefined();
});

test("a port that arrives later is written when it does", async () => {
  const [parameter] = assigned({ listenerPort: pulumi.output(3390) }).configurationParameter!;
  expect(await valueOf(pulumi.output(parameter!.value))).toBe("3390");
});

test.each([identity, "system"])("the agent fetches the package as %s where it is told to", (id) => {
  expect(assigned({ guestPackageIdentityResourceId: id })).toMatchObject({ contentManagedIdentity: id });
});

const older = guestPackages.find(({ keeps }) => !keeps.includes("listener-settings"))!;

test("an older release is assigned under its own version", () => {
  expect(assigned({ guestPackageHash: older.contentHash })).toMatchObject({
    version: older.version,
    contentHash: older.contentHash,
  });
});

test.each<[string, Record<string, unknown>, string]>([
  ["no URL", { guestPackageUri: undefined }, "host: guestPackageUri is missing."],
  ["a package by HTTP", { guestPackageUri: "http://example.net/a.zip" }, "Allowed: an HTTPS URL of the guest package."],
  ["a hash of no package", { guestPackageHash: "AB".repeat(32) }, `Allowed: "${guestPackages[0]!.contentHash}"`],
  ["a certificate without a name", { certificateSubject: "" }, 'host: certificateSubject is "".'],
  ["a port in use", { listenerPort: 445 }, "host: listenerPort is 445."],
  ["a port as text", { listenerPort: "3390" }, 'host: listenerPort is "3390".'],
  [
    "a port for a release that cannot move it",
    { listenerPort: 3390, guestPackageHash: older.contentHash },
    "is given.",
  ],
  ["a yes that is none", { admitsShadowing: "yes" }, 'host: admitsShadowing is "yes". Allowed: true, false.'],
  [
    "an identity by its name",
    { guestPackageIdentityResourceId: "rdp" },
    'host: guestPackageIdentityResourceId is "rdp". Allowed: the ARM id of a user-assigned identity, or "system".',
  ],
])("%s is refused while planning", (_title, change, message) => {
  expect(() => assigned(change)).toThrow(message);
});
