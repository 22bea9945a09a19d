import { settingsNamespace, type SettingsReading } from "../settings/read-settings";

/**
 * Where the settings of an analysis came from, as far as a reader of its findings may not expect it: `pulumi policy
 * analyze` hands on no stack configuration, and a pipeline's own settings stand in no file of the stack.
 */
export function settingsNotes(
  { given: { byStack, byPack }, ignored }: SettingsReading,
  isAnalysis: boolean,
  foundNothing: boolean,
): readonly string[] {
  const notes = ignored.map(
    (key) => `${settingsNamespace}:${key} of the stack is not used, because the pack configuration locks it`,
  );
  if (foundNothing) return notes;
  if (byPack.length > 0) notes.push(`settings given by the pack configuration: ${byPack.join(", ")}`);
  else if (byStack.length === 0 && isAnalysis) {
    notes.push(
      "all settings are at their defaults; pulumi policy analyze takes them from --policy-pack-config alone, under rdp904-settings",
    );
  }
  return notes;
}
