import type { eventgrid } from "@pulumi/azure-native";
import type * as pulumi from "@pulumi/pulumi";
import type { RdpCertificateArgs } from "./rdp-certificate-args";

/** Inputs of the topic of the vault's events and of the subscription that turns them into alerts. */
export interface ExpiryAlertPlan {
  readonly topic: Omit<eventgrid.SystemTopicArgs, "source">;
  readonly subscription: Omit<eventgrid.SystemTopicEventSubscriptionArgs, "systemTopicName">;
}

/**
 * Tells action groups that a certificate is about to expire, or has. A vault that renews it in time never comes so far.
 *
 * @see https://learn.microsoft.com/azure/event-grid/handler-azure-monitor-alerts
 */
export function expiryAlert(
  { resourceGroupName, location, tags = {} }: RdpCertificateArgs,
  certificateName: string,
  actionGroups: readonly pulumi.Input<string>[],
): ExpiryAlertPlan {
  return {
    topic: { resourceGroupName, location, tags, topicType: "Microsoft.KeyVault.vaults" },
    subscription: {
      resourceGroupName,
      // Letters and digits alone, which no automatic name has.
      eventSubscriptionName: "rdp904expiry",
      // The only one that alerts take.
      eventDeliverySchema: "CloudEventSchemaV1_0",
      filter: {
        includedEventTypes: ["Microsoft.KeyVault.CertificateNearExpiry", "Microsoft.KeyVault.CertificateExpired"],
        subjectBeginsWith: certificateName,
        subjectEndsWith: certificateName,
      },
      destination: {
        endpointType: "MonitorAlert",
        severity: "Sev1",
        description: `The RDP certificate ${certificateName} was not renewed in time; hosts that use it refuse RDP once it expires.`,
        actionGroups: [...actionGroups],
      },
    },
  };
}
