/**
 * Endpoint protection of others than Microsoft that comes as an extension for Windows; publisher and type in lower case.
 * Names as https://learn.microsoft.com/azure/virtual-machines/extensions/export-templates and the vendors' own templates
 * write them.
 */
const products: readonly { readonly publisher: RegExp; readonly type: RegExp; readonly title: string }[] = [
  { publisher: /^trendmicro\./, type: /^trendmicrodsa$/, title: "Trend Micro Deep Security" },
  { publisher: /^symantec/, type: /^symantec/, title: "Symantec Endpoint Protection" },
  { publisher: /^mcafee\./, type: /^mcafee/, title: "McAfee Endpoint Security" },
  { publisher: /^eset$/, type: /^filesecurity$/, title: "ESET File Security" },
  { publisher: /^kasperskylab\./, type: /^(?:ksws|kasperskylabsecurityagent)$/, title: "Kaspersky Security" },
  { publisher: /^sentinelone\.windowsextension$/, type: /^windowsextension$/, title: "SentinelOne" },
  { publisher: /^crowdstrike\.falcon$/, type: /windows/, title: "CrowdStrike Falcon" },
];

/** The product that an extension installs; undefined where it is none of the known ones. */
export function endpointProtection(publisher: string, type: string): string | undefined {
  const [by, what] = [publisher, type].map((text) => text.trim().toLowerCase()) as [string, string];
  return products.find((product) => product.publisher.test(by) && product.type.test(what))?.title;
}

const exceptions = {
  "Remote Desktop": /remote ?desktop|termserv|\brdp\b|\b3389\b|dwm\.exe/i,
  "the key folders": /machinekeys|crypto[\\/]+(?:rsa|keys|systemkeys)|microsoft[\\/]+crypto/i,
} as const;

/** What of Remote Desktop and its key folders the settings of a product name no exception for. */
export function missingExceptions(settings: readonly string[]): readonly (keyof typeof exceptions)[] {
  return (Object.keys(exceptions) as (keyof typeof exceptions)[]).filter(
    (name) => !settings.some((text) => exceptions[name].test(text)),
  );
}
