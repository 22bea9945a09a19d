/** The numbers that Azure takes: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#security-rules */
export const firstPriority = 100;
export const lastPriority = 4096;

export function isPriority(number: number): boolean {
  return Number.isInteger(number) && number >= firstPriority && number <= lastPriority;
}
