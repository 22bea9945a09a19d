import { saysRdp } from "../../../../policies/model/certificate/rdp-wording";

test.each([
  "rdp",
  "RDP",
  "rdp-listener",
  "host-rdp",
  "hostRDP",
  "RDPListener",
  "rdpcert",
  "myrdpcert",
  "jump_rdp_01",
  "rdp01",
  "CN=rdp.ops.example.net",
  "CN=Remote Desktop",
  "remote-desktop",
  "RemoteDesktop",
  "termsrv",
  "TermService",
  "terminal-services",
])("%s is for Remote Desktop", (text) => {
  expect(saysRdp(text)).toBe(true);
});

test.each([
  "wordpress",
  "wordpress-tls",
  "boardportal",
  "cardpayments",
  "WordPress",
  "CN=www.example.net",
  "term",
  "remote",
  "",
  "site",
])("%p says nothing of Remote Desktop", (text) => {
  expect(saysRdp(text)).toBe(false);
});
