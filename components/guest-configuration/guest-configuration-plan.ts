import type { guestconfiguration, types } from "@pulumi/azure-native";
import * as pulumi from "@pulumi/pulumi";
import { guestPackages, guestParameters, type KnownGuestPackage } from "../../policies/model/guest-packages";
import {
  ArgumentError,
  checkAbsent,
  checkInput,
  checkOneOf,
  checkPresent,
  checkText,
  checkTruth,
} from "../argument-check";
import { checkListenerPort } from "../network/listener-port";
import type { GuestConfigurationArgs } from "./guest-configuration-args";

/** An assignment of the guest package, less its machine. */
export type GuestConfigurationPlan = Pick<
  guestconfiguration.GuestConfigurationAssignmentArgs,
  "name" | "guestConfigurationAssignmentName" | "properties"
>;

/** @throws ArgumentError with the argument's path and what is allowed; never with a URL that may hold a signature */
export function planGuestConfiguration(name: string, args: GuestConfigurationArgs): GuestConfigurationPlan {
  const release = releaseOf(name, args);
  const parameters = configurationParameters(name, args, release);
  const identity = args.guestPackageIdentityResourceId;
  return {
    // The agent takes an assignment only if it is named like its configuration.
    name: release.configurationName,
    guestConfigurationAssignmentName: release.configurationName,
    properties: {
      guestConfiguration: {
        name: release.configurationName,
        version: release.version,
        kind: "DSC",
        contentUri: packageUri(name, args),
        contentHash: release.contentHash,
        ...(identity !== undefined && { contentManagedIdentity: packageIdentity(name, identity) }),
        assignmentType: "ApplyAndAutoCorrect",
        ...(parameters.length > 0 && { configurationParameter: parameters }),
      },
    },
  };
}

function releaseOf(name: string, args: GuestConfigurationArgs): KnownGuestPackage {
  const duties = ["machine-keys", "listener-certificate"] as const;
  const releases = guestPackages.filter(({ keeps }) => duties.every((duty) => keeps.includes(duty)));
  const hashes = releases.map(({ contentHash }) => contentHash);
  const hash = checkOneOf(`${name}: guestPackageHash`, args.guestPackageHash ?? hashes.at(-1), hashes);
  return releases.find(({ contentHash }) => contentHash === hash)!;
}

function packageUri(name: string, { guestPackageUri }: GuestConfigurationArgs): pulumi.Input<string> {
  const path = `${name}: guestPackageUri`;
  const allowed = "an HTTPS URL of the guest package";
  checkPresent(path, guestPackageUri, allowed);
  return checkInput(guestPackageUri, (text) => {
    if (typeof text === "string" && URL.canParse(text) && new URL(text).protocol === "https:") return text;
    throw new ArgumentError(path, "(not shown) does not fit", allowed);
  });
}

function packageIdentity(name: string, identity: pulumi.Input<string>): pulumi.Input<string> {
  const allowed = 'the ARM id of a user-assigned identity, or "system"';
  const shape = /^(system|\/subscriptions\/.+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+)$/i;
  return checkInput(identity, (id) => checkText(`${name}: guestPackageIdentityResourceId`, id, shape, allowed));
}

type Parameter = types.input.guestconfiguration.ConfigurationParameterArgs;

function configurationParameters(name: string, args: GuestConfigurationArgs, release: KnownGuestPackage): Parameter[] {
  const { certificateSubject, listenerPort } = args;
  const later = { listenerPort, admitsShadowing: args.admitsShadowing, admitsWebSocket: args.admitsWebSocket };
  if (!release.keeps.includes("listener-settings")) {
    for (const [key, value] of Object.entries(later)) {
      checkAbsent(`${name}: ${key}`, value, "guestPackageHash is left out: that release cannot");
    }
  }
  return [
    ...(certificateSubject === undefined
      ? []
      : [{ name: guestParameters.certificateSubject, value: checkSubject(name, certificateSubject) }]),
    ...(listenerPort === undefined
      ? []
      : [{ name: guestParameters.listenerPort, value: portText(name, listenerPort) }]),
    ...choice(`${name}: admitsShadowing`, args.admitsShadowing, guestParameters.shadowing),
    ...choice(`${name}: admitsWebSocket`, args.admitsWebSocket, guestParameters.webSocket),
  ];
}

function checkSubject(name: string, subject: string): string {
  return checkText(
    `${name}: certificateSubject`,
    subject,
    /^(CN=)?(\*\.)?[A-Za-z0-9]([A-Za-z0-9. -]*[A-Za-z0-9])?$/,
    "a common name or DNS name, such as rdp.example.net",
  );
}

function portText(name: string, port: pulumi.Input<number>): pulumi.Input<string> {
  const checked = checkInput(port, (value) => checkListenerPort(`${name}: listenerPort`, value));
  return typeof checked === "number" ? String(checked) : pulumi.output(checked).apply(String);
}

function choice(path: string, value: boolean | undefined, parameter: string): Parameter[] {
  return checkTruth(path, value ?? false) ? [{ name: parameter, value: "Yes" }] : [];
}
