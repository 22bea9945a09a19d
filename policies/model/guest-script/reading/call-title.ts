import type { ScriptCall } from "./call";

/** A call in short: the name of its command or method, "a command" where that is no plain name. */
export function callTitle(call: ScriptCall): string {
  if (call.kind === "hidden") return "";
  if (call.kind === "method")
    return Object.hasOwn(displayNames, call.name) ? `${displayNames[call.name]}()` : "a method";
  // Names only: in the other words a secret could stand.
  if (Object.hasOwn(displayNames, call.name)) return displayNames[call.name]!;
  return /^[\w.-]{1,40}$/.test(call.name) ? call.name : "a command";
}

const displayNames: Readonly<Record<string, string>> = {
  "remove-item": "Remove-Item",
  "rename-item": "Rename-Item",
  "move-item": "Move-Item",
  "copy-item": "Copy-Item",
  "set-acl": "Set-Acl",
  "clear-content": "Clear-Content",
  "set-content": "Set-Content",
  "add-content": "Add-Content",
  "out-file": "Out-File",
  "invoke-cimmethod": "Invoke-CimMethod",
  "invoke-wmimethod": "Invoke-WmiMethod",
  "clear-item": "Clear-Item",
  "clear-itemproperty": "Clear-ItemProperty",
  "copy-itemproperty": "Copy-ItemProperty",
  "move-itemproperty": "Move-ItemProperty",
  "new-item": "New-Item",
  "new-itemproperty": "New-ItemProperty",
  "remove-service": "Remove-Service",
  "set-service": "Set-Service",
  "disable-netfirewallrule": "Disable-NetFirewallRule",
  "enable-netfirewallrule": "Enable-NetFirewallRule",
  "new-netfirewallrule": "New-NetFirewallRule",
  "remove-netfirewallrule": "Remove-NetFirewallRule",
  "set-netfirewallprofile": "Set-NetFirewallProfile",
  "set-netfirewallrule": "Set-NetFirewallRule",
  changestartmode: "ChangeStartMode",
  "remove-itemproperty": "Remove-ItemProperty",
  "rename-itemproperty": "Rename-ItemProperty",
  "set-itemproperty": "Set-ItemProperty",
  setvalue: "SetValue",
  deletevalue: "DeleteValue",
  setdwordvalue: "SetDWORDValue",
  setsecuritylayer: "SetSecurityLayer",
  setuserauthenticationrequired: "SetUserAuthenticationRequired",
  setencryptionlevel: "SetEncryptionLevel",
  setallowtsconnections: "SetAllowTSConnections",
  regwrite: "RegWrite",
  regdelete: "RegDelete",
  delete: "Delete",
  move: "Move",
  moveto: "MoveTo",
  rename: "Rename",
  setaccesscontrol: "SetAccessControl",
  setsecuritydescriptor: "SetSecurityDescriptor",
  takeownership: "TakeOwnership",
};
