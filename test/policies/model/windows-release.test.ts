import { releaseTitle, windowsRelease, type ImageName } from "../../../policies/model/windows-release";

const server = "MicrosoftWindowsServer";

test.each<[ImageName, string | undefined]>([
  [{ publisher: server, offer: "WindowsServer", sku: "2022-datacenter-azure-edition" }, "Windows Server 2022"],
  [{ publisher: server, offer: "WindowsServer", sku: "2019-Datacenter-gensecond" }, "Windows Server 2019"],
  [{ publisher: "MICROSOFTWINDOWSSERVER", offer: "windowsserver", sku: "2025-DATACENTER-G2" }, "Windows Server 2025"],
  [{ publisher: server, offer: "WindowsServer", sku: "2012-R2-Datacenter-smalldisk" }, "Windows Server 2012 R2"],
  [{ publisher: server, offer: "WindowsServer", sku: "2012-r2-datacenter-gensecond" }, "Windows Server 2012 R2"],
  [{ publisher: server, offer: "WindowsServer", sku: "2012-Datacenter" }, "Windows Server 2012"],
  [{ publisher: server, offer: "WindowsServer", sku: "2008-R2-SP1" }, "Windows Server 2008 R2"],
  [{ publisher: "MicrosoftSQLServer", offer: "SQL2014SP2-WS2012R2", sku: "Enterprise" }, "Windows Server 2012 R2"],
  [{ publisher: "MicrosoftSQLServer", offer: "SQL2008R2SP3-WS2012", sku: "Express" }, "Windows Server 2012"],
  [{ publisher: "MicrosoftSQLServer", offer: "SQL2008R2SP3-WS2008R2SP1", sku: "Web" }, "Windows Server 2008 R2"],
  [
    { publisher: server, offer: "WindowsServer", sku: "datacenter-core-20h2-with-containers-g2" },
    "Windows Server 2019",
  ],
  [{ publisher: server, offer: "WindowsServer", sku: "datacenter-core-1903" }, "Windows Server 2019"],
  [{ publisher: server, offer: "windowsserver-2022", sku: "datacenter" }, "Windows Server 2022"],
  [{ publisher: server, offer: "WindowsServer" }, undefined],
  [{ publisher: "MicrosoftWindowsDesktop", offer: "windows-11", sku: "win11-24h2-avd" }, "a client release of Windows"],
  [{ publisher: "MicrosoftSQLServer", offer: "sql2019-ws2022", sku: "standard-gen2" }, "Windows Server 2022"],
  [{ publisher: "MicrosoftSQLServer", offer: "SQL2022-WS2022", sku: "sqldev-gen2" }, "Windows Server 2022"],
  [
    { publisher: "MicrosoftVisualStudio", offer: "visualstudio2019latest", sku: "vs-2019-comm-latest-ws2019" },
    "Windows Server 2019",
  ],
  [
    { publisher: "MicrosoftVisualStudio", offer: "visualstudioplustools", sku: "vs-2022-ent-general-win11-m365-gen2" },
    "a client release of Windows",
  ],
  [{ publisher: "contoso", offer: "appliance-2019", sku: "byol" }, undefined],
  [{}, undefined],
])("the image %j holds %s", (image, title) => {
  const release = windowsRelease(image);
  expect(release && releaseTitle(release)).toBe(title);
});
