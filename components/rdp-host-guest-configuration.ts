import { guestPackages } from "../policies/model/guest-packages";
import { ArgumentError, checkInput, checkOneOf, checkText } from "./argument-check";
import type { ProtectedMachineArgs } from "./protection/protected-machine-args";

/** Parameter of the guest package that says which certificate is bound. */
export const listenerSubjectParameter = "[Rdp904ListenerCertificate]RdpListener;Subject";

/**
 * The assignment of the guest package that keeps machine keys and binds renewed certificates.
 *
 * @throws ArgumentError with the argument's path and what is allowed
 */
export function guestConfiguration(name: string, args: ProtectedMachineArgs) {
  const duties = ["machine-keys", "listener-certificate"] as const;
  const releases = guestPackages.filter(({ keeps }) => duties.every((duty) => keeps.includes(duty)));
  const newest = releases.at(-1)!;
  const hashes = releases.map(({ contentHash }) => contentHash);
  const contentHash = checkOneOf(`${name}: guestPackageHash`, args.guestPackageHash ?? newest.contentHash, hashes);
  const release = releases.find((one) => one.contentHash === contentHash)!;
  const subject =
    args.certificateSubject === undefined
      ? undefined
      : checkText(
          `${name}: certificateSubject`,
          args.certificateSubject,
          /^(CN=)?(\*\.)?[A-Za-z0-9]([A-Za-z0-9. -]*[A-Za-z0-9])?$/,
          "a common name or DNS name, such as rdp.example.net",
        );
  const contentUri = checkInput(args.guestPackageUri, (text) => {
    if (typeof text === "string" && URL.canParse(text) && new URL(text).protocol === "https:") return text;
    throw new ArgumentError(
      `${name}: guestPackageUri`,
      "(not shown) does not fit",
      "an HTTPS URL of the guest package",
    );
  });
  return {
    // The agent takes an assignment only if it is named like its configuration.
    name: release.configurationName,
    guestConfigurationAssignmentName: release.configurationName,
    properties: {
      guestConfiguration: {
        name: release.configurationName,
        version: release.version,
        kind: "DSC",
        contentUri,
        contentHash,
        assignmentType: "ApplyAndAutoCorrect",
        ...(subject !== undefined && { configurationParameter: [{ name: listenerSubjectParameter, value: subject }] }),
      },
    },
  };
}
