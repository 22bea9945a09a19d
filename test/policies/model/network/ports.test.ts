import { everyPort, namesPort, parsePorts } from "../../../../policies/model/network/ports";

test("a port, a range and a star are read; what ARM refuses is not", () => {
  expect(parsePorts("3389")).toEqual([3389, 3390]);
  expect(parsePorts(" 3000 - 4000 ")).toEqual([3000, 4001]);
  expect(parsePorts("*")).toEqual(everyPort);
  expect(parsePorts("0-65535")).toEqual(everyPort);
  for (const wrong of ["65536", "4000-3000", "-1", "rdp", "", "1-2-3", "3389,443"])
    expect(parsePorts(wrong)).toBeUndefined();
});

test("an entry names a port with at most a hundred ports beside it", () => {
  const names = (entry: string): boolean => namesPort(parsePorts(entry)!, 3389);
  expect(["3389", "3389-3488", "3290-3389"].map(names)).toEqual([true, true, true]);
  expect(["3389-3489", "*", "3390", "0-65535"].map(names)).toEqual([false, false, false, false]);
});
