import { text, type TextValue } from "./value";

const systemProfile = "C:\\Windows\\System32\\config\\systemprofile";

// As on an Azure image, for SYSTEM, which extensions and Run Command run as.
const variables: Readonly<Record<string, string>> = {
  systemdrive: "C:",
  systemroot: "C:\\Windows",
  windir: "C:\\Windows",
  programdata: "C:\\ProgramData",
  allusersprofile: "C:\\ProgramData",
  public: "C:\\Users\\Public",
  programfiles: "C:\\Program Files",
  "programfiles(x86)": "C:\\Program Files (x86)",
  programw6432: "C:\\Program Files",
  temp: "C:\\Windows\\Temp",
  tmp: "C:\\Windows\\Temp",
  comspec: "C:\\Windows\\System32\\cmd.exe",
  userprofile: systemProfile,
  appdata: `${systemProfile}\\AppData\\Roaming`,
  localappdata: `${systemProfile}\\AppData\\Local`,
};

/** Value of an environment variable that Windows itself sets. */
export function windowsEnvironment(name: string): TextValue | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(variables, key) ? text(variables[key]!) : undefined;
}

/** Fills in %NAME%; `lookUp` tells the script's own variables. */
export function expandPercents(value: string, lookUp: (name: string) => string | undefined): string {
  return value.replace(/%([^%\s][^%]*)%/g, (whole, name: string) => lookUp(name.toLowerCase()) ?? whole);
}
