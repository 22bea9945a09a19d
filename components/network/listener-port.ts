import { ArgumentError, checkWhole, shown } from "../argument-check";

// RPC, NetBIOS, SMB, RDP over WebSocket (plain, TLS) and WinRM (plain, TLS, local).
// https://learn.microsoft.com/troubleshoot/windows-server/networking/service-overview-and-network-port-requirements
const inUse = [135, 137, 138, 139, 445, 3387, 3392, 5985, 5986, 47001];
// From the next one on Windows gives ports to whoever asks.
const lastFixedPort = 49151;

/** Port of an RDP listener that nobody moved. */
export const usualPort = 3389;

/** Reads the port of an RDP listener. */
export function checkListenerPort(path: string, value: unknown): number {
  const port = checkWhole(path, value, { min: 1, max: lastFixedPort });
  if (!inUse.includes(port)) return port;
  const allowed = `a port on which Windows does not listen itself, so not ${inUse.join(", ")} (RDP904-005)`;
  throw new ArgumentError(path, shown(port), allowed);
}
