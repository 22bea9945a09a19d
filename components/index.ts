export * from "./rdp-certificate";
export * from "./rdp-certificate-args";
export * from "./rdp-host";
export * from "./rdp-host-args";
export * from "./rdp-network";
export * from "./rdp-network-args";
export { ArgumentError } from "./argument-check";
export { checkClients, type RdpClientArgs } from "./rdp-client";
