import { asText, concatenate, eachOption, instance, text, type ScriptValue } from "../reading/value";

/** A root key of .NET, by its name in lower case; such keys carry their path, so that what is done to them can be told. */
export function rootKey(name: string): ScriptValue {
  return instance("registry-key", [text(name === "localmachine" ? "HKEY_LOCAL_MACHINE" : name)]);
}

/** The key that OpenSubKey and CreateSubKey of a key give; undefined for every other method. */
export function subKey(target: ScriptValue, method: string, [part]: readonly ScriptValue[]): ScriptValue | undefined {
  if (!/^(open|create)subkey$/.test(method) || !part) return undefined;
  const isKey = target.is === "instance" && target.type === "registry-key";
  if (!isKey && target.is !== "file") return undefined;
  return instance("registry-key", [concatenate([isKey ? target.arguments[0]! : keyPath(target), text("\\"), part])]);
}

// An item of the registry drive is a key of that path.
function keyPath(target: ScriptValue): ScriptValue {
  return eachOption(target, (option) => {
    const path = asText(option);
    return {
      ...path,
      text: path.text.replace(/^(microsoft\.powershell\.core\\)?registry::/i, "").replace(/^(hk\w+):\\?/i, "$1\\"),
    };
  });
}
