import { keyPath, namesKeyFolder } from "../../../../policies/model/guest-script/machine-keys/paths";
import { hole } from "../../../../policies/model/guest-script/reading/value";

const at = (text: string, deep = false, folder?: string): string => {
  const value = (written: string): { is: "text"; text: string } | { is: "open"; text: string; why: string } =>
    written.includes(hole) ? { is: "open", text: written, why: "it is not known" } : { is: "text", text: written };
  const found = keyPath({ path: value(text), deep, ...(folder !== undefined && { folder: value(folder) }) });
  return found.is === "keys" ? `${found.relation} ${found.target.folders.join("+")}` : found.is;
};

test.each([
  ["C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys", "at MachineKeys"],
  ["c:/programdata/microsoft/crypto/rsa/machinekeys/", "at MachineKeys"],
  ["\\\\?\\C:\\ProgramData\\Microsoft\\Crypto\\Keys", "at Keys"],
  ["\\\\localhost\\c$\\ProgramData\\Microsoft\\Crypto\\Keys", "at Keys"],
  ["FileSystem::C:\\ProgramData\\Microsoft\\Crypto\\SystemKeys", "at SystemKeys"],
  ["C:\\Users\\All Users\\Microsoft\\Crypto\\Keys", "at Keys"],
  ["C:\\Documents and Settings\\All Users\\Application Data\\Microsoft\\Crypto\\RSA\\MachineKeys", "at MachineKeys"],
  ["C:\\PROGRA~3\\MICROS~1\\Crypto\\Keys", "at Keys"],
  ["\\ProgramData\\Microsoft\\.\\Windows\\..\\Crypto\\Keys", "at Keys"],
  ["C:\\ProgramData\\Microsoft\\Crypto\\Keys\\*", "within Keys"],
  ["C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\f686aace6942fb7f7ceb231212eef4a4_*", "within MachineKeys"],
  ["C:\\ProgramData\\Microsoft\\Crypto", "above MachineKeys+Keys+SystemKeys"],
  ["C:\\ProgramData\\Microsoft\\Crypto\\RSA", "above MachineKeys"],
  ["C:\\Program*\\Micro*\\Crypto\\RSA\\Mach*", "at MachineKeys"],
])("%s is a matter of keys: %s", (path, expected) => {
  expect(at(path)).toBe(expected);
});

test.each([
  "C:\\ProgramData",
  "C:\\ProgramData\\Microsoft",
  "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys_old",
  "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\setup.log",
  "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\S-1-5-18",
  "F:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys",
  "\\\\files\\backup\\ProgramData\\Microsoft\\Crypto\\Keys",
  "HKLM:\\SOFTWARE\\Microsoft\\Crypto\\RSA\\MachineKeys",
  "Cert:\\LocalMachine\\My",
  "C:\\Users\\a\\AppData\\Roaming\\Microsoft\\Crypto\\Keys",
  `C:\\inetpub\\${hole}`,
  `C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\${hole}\\setup.log`,
])("%s is elsewhere", (path) => {
  expect(at(path)).toBe("elsewhere");
});

test.each([
  ["C:\\", "above MachineKeys+Keys+SystemKeys"],
  ["C:\\ProgramData\\*", "above MachineKeys+Keys+SystemKeys"],
  ["C:\\ProgramData\\Microsoft\\Windows", "elsewhere"],
])("with everything below, %s is %s", (path, expected) => {
  expect(at(path, true)).toBe(expected);
});

test.each([
  [`C:\\ProgramData\\${hole}`, "open"],
  [`C:\\ProgramData\\Microsoft\\Crypto\\RSA\\${hole}`, "suspect"],
  [`${hole}\\Microsoft\\Crypto\\RSA\\MachineKeys`, "suspect"],
  [hole, "open"],
  ["MachineKeys", "suspect"],
])("of %s no more can be said than %s", (path, expected) => {
  expect(at(path)).toBe(expected);
});

test("a relative path is seen from the current folder", () => {
  expect(at("MachineKeys\\*", false, "C:\\ProgramData\\Microsoft\\Crypto\\RSA")).toBe("within MachineKeys");
  expect(at("..\\Keys", false, "C:\\ProgramData\\Microsoft\\Crypto\\RSA")).toBe("at Keys");
  expect(at("Keys", false, "C:\\inetpub")).toBe("elsewhere");
});

test("Cryptography is not a key folder", () => {
  expect(namesKeyFolder("HKLM:\\SOFTWARE\\Policies\\Microsoft\\Cryptography")).toBe(false);
  expect(namesKeyFolder("System.Security.Cryptography.RSA")).toBe(false);
  expect(namesKeyFolder("all of C:/ProgramData/Microsoft/Crypto")).toBe(true);
});
