import type { Signature } from "./signature";

const paths = { psp: "literalpath", lp: "literalpath", pspath: "literalpath" };
const filters = ["literalpath", "filter", "include", "exclude", "credential", "stream", "encoding", "delimiter"];

function onFiles(
  positions: readonly string[],
  switches: readonly string[] = [],
  values: readonly string[] = [],
): Signature {
  return { positions, values: [...filters, ...values], switches: ["force", "passthru", ...switches], aliases: paths };
}

const listing: Signature = {
  positions: ["path", "filter"],
  values: ["literalpath", "include", "exclude", "depth", "attributes"],
  switches: ["recurse", "force", "name", "file", "directory", "hidden", "readonly", "system", "relative"],
  aliases: { ...paths, s: "recurse", ad: "directory", af: "file" },
};
const written = onFiles(
  ["path", "value"],
  ["append", "noclobber", "nonewline", "asbytestream"],
  ["filepath", "inputobject", "width"],
);
const wmiMethodValues = [
  "methodname",
  "name",
  "path",
  "query",
  "inputobject",
  "class",
  "classname",
  "cimclass",
  "namespace",
  "arguments",
  "argumentlist",
  "filter",
  "computername",
];
const wmiQuery = ["class", "classname", "namespace", "query", "filter", "property", "computername", "querydialect"];

const property = { ...paths, psproperty: "name", type: "propertytype" };

function onProperties(positions: readonly string[], values: readonly string[] = []): Signature {
  return { ...onFiles(positions, [], ["propertytype", ...values]), aliases: property };
}

function service(values: readonly string[], filters: readonly string[], switches: readonly string[]): Signature {
  return {
    positions: ["name"],
    values: ["displayname", "inputobject", "computername", ...values, ...filters],
    switches: ["passthru", ...switches],
    aliases: {
      servicename: "name",
      sn: "name",
      cn: "computername",
      dn: "displayname",
      startmode: "startuptype",
      sm: "startuptype",
      st: "startuptype",
    },
  };
}

// https://learn.microsoft.com/powershell/module/netsecurity
function firewallRule(values: readonly string[] = []): Signature {
  return {
    positions: ["name"],
    values: [
      ...["displayname", "displaygroup", "group", "inputobject", "enabled", "profile", "direction", "action"],
      ...["protocol", "localport", "remoteport", "localaddress", "remoteaddress", "program", "service", "description"],
      ...["policystore", "gposession", "cimsession", "interfacetype", "interfacealias", "throttlelimit", ...values],
    ],
    switches: ["all", "passthru", "asjob", "tracepolicystore"],
    aliases: { id: "name", instanceid: "name" },
  };
}

const firewallProfile: Signature = {
  positions: ["name"],
  values: [
    ...["inputobject", "enabled", "allowinboundrules", "allowlocalfirewallrules", "defaultinboundaction"],
    ...["defaultoutboundaction", "policystore", "gposession", "cimsession"],
  ],
  switches: ["all", "passthru", "asjob"],
  aliases: { profile: "name" },
};

const azureRunCommand: Signature = {
  positions: ["resourcegroupname", "vmname"],
  values: [
    "commandid",
    "scriptstring",
    "scriptpath",
    "scriptlocalpath",
    "sourcescript",
    "sourcescripturi",
    "sourcecommandid",
    "parameter",
    "runcommandname",
    "location",
    "vmscalesetname",
    "instanceid",
    "vm",
    "timeoutinsecond",
  ],
  switches: ["asjob", "nowait", "asyncexecution"],
};

const trigger: Signature = {
  positions: [],
  values: [
    "at",
    "repetitioninterval",
    "repetitionduration",
    "randomdelay",
    "daysinterval",
    "weeksinterval",
    "daysofweek",
    "user",
  ],
  switches: ["once", "daily", "weekly", "atstartup", "atlogon"],
};
const task: Signature = {
  positions: ["taskname", "taskpath", "action", "trigger", "settings", "user", "password"],
  values: ["xml", "inputobject", "principal", "runlevel", "description"],
  switches: ["force", "asjob"],
};

/** Parameters of the cmdlets that are read; names in lower case, from their pages under learn.microsoft.com/powershell. */
export const signatures: Readonly<Record<string, Signature>> = {
  "new-scheduledtaskaction": { positions: ["execute", "argument", "workingdirectory"], values: ["id"] },
  "new-scheduledtasktrigger": trigger,
  "new-jobtrigger": trigger,
  "new-scheduledtask": { positions: ["action", "trigger", "settings"], values: ["principal", "description"] },
  "register-scheduledtask": task,
  "set-scheduledtask": task,
  "register-scheduledjob": {
    positions: ["name", "scriptblock", "trigger"],
    values: ["filepath", "credential", "scheduledjoboption", "runevery", "argumentlist", "initializationscript"],
    switches: ["runnow", "runas32"],
  },
  "new-certificatenotificationtask": {
    positions: ["type"],
    values: ["psscript", "name", "channel"],
    switches: ["runtaskforexistingcertificates"],
  },
  "new-ciminstance": {
    positions: ["classname", "property"],
    values: ["cimclass", "namespace"],
    switches: ["clientonly"],
  },
  "get-cimclass": { positions: ["classname", "namespace"] },
  "get-item": listing,
  "get-childitem": listing,
  "resolve-path": listing,
  "convert-path": listing,
  "remove-item": onFiles(["path"], ["recurse"]),
  "rename-item": onFiles(["path", "newname"]),
  "move-item": onFiles(["path", "destination"]),
  "copy-item": onFiles(["path", "destination"], ["recurse", "container"], ["tosession", "fromsession"]),
  "new-item": {
    positions: ["path"],
    values: ["name", "itemtype", "value", "credential", "options"],
    switches: ["force"],
    aliases: { type: "itemtype", target: "value" },
  },
  "clear-item": onFiles(["path"]),
  "set-item": onFiles(["path", "value"]),
  "new-psdrive": {
    positions: ["name", "psprovider", "root"],
    values: ["description", "scope", "credential"],
    switches: ["persist"],
  },
  "set-itemproperty": onProperties(["path", "name", "value"], ["inputobject"]),
  "new-itemproperty": onProperties(["path", "name"], ["value"]),
  "clear-itemproperty": onProperties(["path", "name"]),
  "remove-itemproperty": onProperties(["path", "name"]),
  "rename-itemproperty": onProperties(["path", "name", "newname"]),
  "copy-itemproperty": onProperties(["path", "destination", "name"]),
  "move-itemproperty": onProperties(["path", "destination", "name"]),
  "disable-tlsciphersuite": { positions: ["name"] },
  "set-content": written,
  "add-content": written,
  "clear-content": written,
  "out-file": written,
  "get-acl": { positions: ["path"], values: ["literalpath", "inputobject", "filter"], aliases: paths },
  "set-acl": {
    positions: ["path", "aclobject"],
    values: ["literalpath", "inputobject", "securitydescriptor", "filter", "include", "exclude"],
    switches: ["clearcentralaccesspolicy", "passthru"],
    aliases: paths,
  },
  "convertfrom-json": { positions: ["inputobject"], values: ["depth"], switches: ["ashashtable", "noenumerate"] },
  "convertfrom-csv": { positions: ["inputobject", "delimiter"], values: ["header"], switches: ["useculture"] },
  "join-path": { positions: ["path", "childpath", "additionalchildpath"], switches: ["resolve"] },
  "split-path": {
    positions: ["path"],
    values: ["literalpath"],
    switches: ["parent", "leaf", "leafbase", "noqualifier", "qualifier", "resolve", "isabsolute"],
  },
  "set-location": { positions: ["path"], values: ["literalpath", "stackname"], switches: ["passthru"], aliases: paths },
  "push-location": {
    positions: ["path"],
    values: ["literalpath", "stackname"],
    switches: ["passthru"],
    aliases: paths,
  },
  "new-object": { positions: ["typename", "argumentlist"], values: ["property", "comobject"] },
  "select-object": {
    positions: ["property"],
    values: ["expandproperty", "first", "last", "skip", "index", "excludeproperty"],
    switches: ["unique", "wait"],
    aliases: { expand: "expandproperty" },
  },
  "foreach-object": {
    positions: ["process"],
    values: ["begin", "end", "membername", "argumentlist", "throttlelimit"],
    switches: ["asjob"],
    aliases: { parallel: "process" },
  },
  "get-variable": { positions: ["name"], values: ["scope"], switches: ["valueonly"] },
  "set-variable": {
    positions: ["name", "value"],
    values: ["description", "option", "visibility", "scope"],
    switches: ["force", "passthru"],
  },
  "new-variable": {
    positions: ["name", "value"],
    values: ["description", "option", "visibility", "scope"],
    switches: ["force", "passthru"],
  },
  "invoke-expression": { positions: ["command"] },
  "invoke-command": {
    positions: ["scriptblock"],
    values: ["computername", "argumentlist", "session", "filepath", "credential", "port", "jobname", "vmname"],
    switches: ["asjob", "hidecomputername", "nonewscope"],
    aliases: { command: "scriptblock", cn: "computername", args: "argumentlist" },
  },
  "start-job": {
    positions: ["scriptblock"],
    values: ["name", "argumentlist", "filepath", "initializationscript", "credential"],
    switches: ["runas32"],
    aliases: { args: "argumentlist" },
  },
  "start-process": {
    positions: ["filepath", "argumentlist"],
    values: [
      "workingdirectory",
      "verb",
      "windowstyle",
      "credential",
      "redirectstandardoutput",
      "redirectstandarderror",
      "redirectstandardinput",
    ],
    switches: ["wait", "passthru", "nonewwindow", "loaduserprofile", "usenewenvironment"],
    aliases: { args: "argumentlist", pspath: "filepath" },
  },
  "invoke-azvmruncommand": azureRunCommand,
  "invoke-azvmssvmruncommand": azureRunCommand,
  "set-azvmruncommand": azureRunCommand,
  "set-azvmssvmruncommand": azureRunCommand,
  "set-azvmextension": {
    positions: ["resourcegroupname", "vmname", "name"],
    values: [
      "publisher",
      "extensiontype",
      "type",
      "typehandlerversion",
      "settings",
      "settingstring",
      "protectedsettings",
      "protectedsettingstring",
      "location",
    ],
    switches: ["asjob", "nowait"],
  },
  "get-service": service([], ["include", "exclude"], ["dependentservices", "requiredservices"]),
  "set-service": service(
    ["startuptype", "status", "description", "credential", "securitydescriptorsddl"],
    [],
    ["force"],
  ),
  "remove-service": service([], [], []),
  "start-service": service([], ["include", "exclude"], []),
  "stop-service": service([], ["include", "exclude"], ["force", "nowait"]),
  "restart-service": service([], ["include", "exclude"], ["force"]),
  "suspend-service": service([], ["include", "exclude"], []),
  "resume-service": service([], ["include", "exclude"], []),
  "get-netfirewallrule": firewallRule(["policystoresourcetype"]),
  "disable-netfirewallrule": firewallRule(),
  "enable-netfirewallrule": firewallRule(),
  "remove-netfirewallrule": firewallRule(),
  "set-netfirewallrule": firewallRule(["newdisplayname", "edgetraversalpolicy"]),
  "new-netfirewallrule": firewallRule(["edgetraversalpolicy"]),
  "get-netfirewallprofile": firewallProfile,
  "set-netfirewallprofile": firewallProfile,
  "get-wmiobject": { positions: ["class", "property"], values: wmiQuery, switches: ["list", "recurse", "amended"] },
  "get-ciminstance": { positions: ["classname", "inputobject"], values: wmiQuery, switches: ["keyonly", "shallow"] },
  "invoke-cimmethod": { positions: ["classname", "arguments", "methodname"], values: wmiMethodValues },
  "invoke-wmimethod": { positions: ["class", "name", "argumentlist"], values: wmiMethodValues },
};
