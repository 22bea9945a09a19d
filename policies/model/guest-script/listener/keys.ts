/** Key of Remote Desktop as a whole, in lower case as facts name it. */
export const serverKey = "hklm\\system\\currentcontrolset\\control\\terminal server";
/** Key of the RDP listener. */
export const listenerKey = `${serverKey}\\winstations\\rdp-tcp`;
/** Key of the policy whose values win over those of the two others. */
export const policyKey = "hklm\\software\\policies\\microsoft\\windows nt\\terminal services";
