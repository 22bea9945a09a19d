import { asymmetricRoute } from "./asymmetric-route";
import { bastionRulesIncomplete } from "./bastion-rules-incomplete";
import { certificateDoesNotRenew } from "./certificate-does-not-renew";
import { certificateNotDelivered } from "./certificate-not-delivered";
import { certificatePolledTooSlowly } from "./certificate-polled-too-slowly";
import { certificateStoreWrong } from "./certificate-store-wrong";
import { certificateUnfitForRdp } from "./certificate-unfit-for-rdp";
import { certificateVersionPinned } from "./certificate-version-pinned";
import { connectionLimitLow } from "./connection-limit-low";
import { extensionUnfit } from "./extension-unfit";
import { firewallClosesRdp } from "./firewall-closes-rdp";
import { gatewayFlowMissing } from "./gateway-flow-missing";
import { hardeningBreaksRdp } from "./hardening-breaks-rdp";
import { hostTooOld } from "./host-too-old";
import { keyNotGrantedToNetworkService } from "./key-not-granted-to-network-service";
import { loadBalancerMissesRdp } from "./load-balancer-misses-rdp";
import { machineConfigurationNotRunning } from "./machine-configuration-not-running";
import { machineConfigurationUnreachable } from "./machine-configuration-unreachable";
import { machineKeysAuditOnly } from "./machine-keys-audit-only";
import { machineKeysUnmanaged } from "./machine-keys-unmanaged";
import { noWayBack } from "./no-way-back";
import { platformEndpointDenied } from "./platform-endpoint-denied";
import { rdpAllowShadowed } from "./rdp-allow-shadowed";
import { rdpDisabled } from "./rdp-disabled";
import { rdpNotAdmitted } from "./rdp-not-admitted";
import { rdpOpenToInternet } from "./rdp-open-to-internet";
import { rdpPortMismatch } from "./rdp-port-mismatch";
import { rdpUdpBlocked } from "./rdp-udp-blocked";
import { renewedCertificateNotBound } from "./renewed-certificate-not-bound";
import type { Rule } from "./rule";
import { scriptFailureHidden } from "./script-failure-hidden";
import { scriptHarmsMachineKeys } from "./script-harms-machine-keys";
import { securityLayerWeakened } from "./security-layer-weakened";
import { securityRuleInvalid } from "./security-rule-invalid";
import { securitySoftwareUnexcepted } from "./security-software-unexcepted";
import { tlsDisabled } from "./tls-disabled";
import { vaultAccessMissing } from "./vault-access-missing";
import { vaultUnreachable } from "./vault-unreachable";

/** Every rule, in the order of the refs. Policies, pages and tests derive from this list. */
export const rules: readonly Rule[] = [
  rdpNotAdmitted,
  rdpAllowShadowed,
  rdpOpenToInternet,
  rdpUdpBlocked,
  rdpPortMismatch,
  loadBalancerMissesRdp,
  asymmetricRoute,
  bastionRulesIncomplete,
  gatewayFlowMissing,
  securityRuleInvalid,
  vaultUnreachable,
  machineConfigurationUnreachable,
  platformEndpointDenied,
  certificateNotDelivered,
  certificateVersionPinned,
  certificateStoreWrong,
  keyNotGrantedToNetworkService,
  certificatePolledTooSlowly,
  extensionUnfit,
  certificateDoesNotRenew,
  certificateUnfitForRdp,
  renewedCertificateNotBound,
  vaultAccessMissing,
  machineKeysUnmanaged,
  machineKeysAuditOnly,
  machineConfigurationNotRunning,
  scriptHarmsMachineKeys,
  tlsDisabled,
  securityLayerWeakened,
  rdpDisabled,
  firewallClosesRdp,
  connectionLimitLow,
  hostTooOld,
  securitySoftwareUnexcepted,
  hardeningBreaksRdp,
  noWayBack,
  scriptFailureHidden,
];
