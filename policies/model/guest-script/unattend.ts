const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/**
 * The command lines of an unattend file's FirstLogonCommands:
 * https://learn.microsoft.com/windows-hardware/customize/desktop/unattend/microsoft-windows-shell-setup-firstlogoncommands
 */
export function unattendCommands(xml: string): string[] {
  const commands: string[] = [];
  const lower = xml.toLowerCase();
  for (let at = lower.indexOf("<commandline"); at >= 0; at = lower.indexOf("<commandline", at + 1)) {
    const start = xml.indexOf(">", at);
    const end = lower.indexOf("</commandline", start);
    if (start < 0 || end < 0) break;
    commands.push(unescaped(xml.slice(start + 1, end).trim()));
    at = end;
  }
  return commands;
}

/** Text of XML with its entities resolved. */
export function unescaped(text: string): string {
  const raw = /^<!\[CDATA\[([\s\S]*)\]\]>$/.exec(text);
  if (raw) return raw[1]!;
  return text.replace(
    /&(?:(lt|gt|amp|quot|apos)|#(\d{1,6})|#x([\da-f]{1,5}));/gi,
    (_, name?: string, decimal?: string, hex?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()]!;
      const code = decimal !== undefined ? Number(decimal) : parseInt(hex ?? "0", 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : "";
    },
  );
}
