/** What a Marketplace image tells of the Windows in it. */
export type WindowsRelease =
  | {
      readonly kind: "server";
      /** 2012, 2016, 2019, 2022, 2025. */
      readonly year: number;
      /** True for the second release of 2008 and of 2012. */
      readonly isR2: boolean;
    }
  | { readonly kind: "client" };

/** The parts of an image reference that tell it; undefined where they are not known or not set. */
export interface ImageName {
  readonly publisher?: string | undefined;
  readonly offer?: string | undefined;
  readonly sku?: string | undefined;
}

// "2012-R2-Datacenter", "2012-r2-datacenter-gensecond", "2008-R2-SP1": https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching#supported-os-images
const years = /(?:^|[^0-9])(2008|2012|2016|2019|2022|2025)(?![0-9])(-?r2(?![0-9]))?/;
// "sql2019-ws2022", "SQL2014SP2-WS2012R2": the year of what is installed on Windows stands there too.
const windowsServerYear =
  /(?:ws|win(?:dows)?(?:[-_ ]?server)?[-_ ]?)(2008|2012|2016|2019|2022|2025)(?![0-9])(-?r2(?![0-9]))?/;
// Semi-annual releases between 2016 and 2022: "datacenter-core-1809", "20h2".
const semiAnnual = /(?:^|[^0-9])(1709|1803|1809|1903|1909|2004|20h2)(?![0-9])/;

/**
 * Reads the release from publisher, offer and SKU of a Marketplace image; undefined where they do not tell.
 * https://learn.microsoft.com/azure/virtual-machines/windows/cli-ps-findimage
 */
export function windowsRelease(image: ImageName): WindowsRelease | undefined {
  const publisher = image.publisher?.trim().toLowerCase() ?? "";
  const texts = [image.sku, image.offer].flatMap((text) => text?.trim().toLowerCase() ?? []);
  if (publisher === "microsoftwindowsdesktop") return { kind: "client" };
  if (publisher === "microsoftwindowsserver") {
    return first(
      texts,
      (text) => server(years.exec(text)) ?? (semiAnnual.test(text) ? server(["", "2019"]) : undefined),
    );
  }
  return first(texts, (text) => server(windowsServerYear.exec(text)) ?? client(text));
}

/** Version of a semi-annual release of Windows Server, "20h2"; undefined for every other image. */
export function semiAnnualVersion(image: ImageName): string | undefined {
  if (image.publisher?.trim().toLowerCase() !== "microsoftwindowsserver") return undefined;
  const texts = [image.sku, image.offer].flatMap((text) => text?.trim().toLowerCase() ?? []);
  return texts.some((text) => years.test(text)) ? undefined : first(texts, (text) => semiAnnual.exec(text)?.[1]);
}

function server(match: readonly (string | undefined)[] | null): WindowsRelease | undefined {
  return match?.[1] === undefined
    ? undefined
    : { kind: "server", year: Number(match[1]), isR2: match[2] !== undefined };
}

function client(text: string): WindowsRelease | undefined {
  return /(?:^|[^a-z])win(?:dows)?[-_ ]?1[01](?![0-9])/.test(text) ? { kind: "client" } : undefined;
}

function first<T, R>(items: readonly T[], look: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A release for messages. */
export function releaseTitle(release: WindowsRelease): string {
  if (release.kind === "client") return "a client release of Windows";
  return `Windows Server ${release.year}${release.isR2 ? " R2" : ""}`;
}
