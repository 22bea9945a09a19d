// https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_aliases
const aliases: Readonly<Record<string, string>> = {
  "%": "foreach-object",
  "?": "where-object",
  ac: "add-content",
  cat: "get-content",
  cd: "set-location",
  chdir: "set-location",
  clc: "clear-content",
  cli: "clear-item",
  clp: "clear-itemproperty",
  copy: "copy-item",
  cp: "copy-item",
  cpi: "copy-item",
  cpp: "copy-itemproperty",
  cvpa: "convert-path",
  del: "remove-item",
  dir: "get-childitem",
  echo: "write-output",
  erase: "remove-item",
  foreach: "foreach-object",
  gc: "get-content",
  gci: "get-childitem",
  gcim: "get-ciminstance",
  gi: "get-item",
  gl: "get-location",
  gp: "get-itemproperty",
  gwmi: "get-wmiobject",
  icim: "invoke-cimmethod",
  icm: "invoke-command",
  iex: "invoke-expression",
  ii: "invoke-item",
  iwmi: "invoke-wmimethod",
  ls: "get-childitem",
  md: "mkdir",
  mi: "move-item",
  move: "move-item",
  mp: "move-itemproperty",
  mv: "move-item",
  ni: "new-item",
  popd: "pop-location",
  pushd: "push-location",
  pwd: "get-location",
  rd: "remove-item",
  ren: "rename-item",
  ri: "remove-item",
  rm: "remove-item",
  rmdir: "remove-item",
  rni: "rename-item",
  rnp: "rename-itemproperty",
  rp: "remove-itemproperty",
  rvpa: "resolve-path",
  sajb: "start-job",
  saps: "start-process",
  sc: "set-content",
  select: "select-object",
  set: "set-variable",
  si: "set-item",
  sl: "set-location",
  sort: "sort-object",
  sp: "set-itemproperty",
  start: "start-process",
  sv: "set-variable",
  tee: "tee-object",
  type: "get-content",
  where: "where-object",
  write: "write-output",
};

/** The name under which a command is known: lower case, alias resolved, no folder, no module, no ".exe". */
export function commandName(written: string): string {
  const name = written.trim().toLowerCase();
  return Object.hasOwn(aliases, name) ? aliases[name]! : programName(name);
}

/** Name of a program without its folder and ".exe", in lower case. */
export function programName(written: string): string {
  const path = written.trim().toLowerCase();
  const name = path.slice(Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1);
  return name.endsWith(".exe") || name.endsWith(".com") ? name.slice(0, -".exe".length) : name;
}
