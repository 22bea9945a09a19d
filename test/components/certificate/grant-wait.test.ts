import { pauseSecondsAfter } from "../../../components/certificate/grant-wait";

const ungranted = 'Status=403 Code="Forbidden" InnerError={"code":"ForbiddenByRbac"}';

function refusedTimes(count: number): string[] {
  return Array.from({ length: count }, () => ungranted);
}

test("a grant that has not come through is waited for, a little longer each time", () => {
  expect([1, 2, 3, 6, 7].map((count) => pauseSecondsAfter(refusedTimes(count), 10))).toEqual([5, 10, 15, 30, 30]);
});

test("all waits together stay within the bound", () => {
  let tries = 0;
  let waited = 0;
  for (let pause = pauseSecondsAfter(refusedTimes(1), 10); pause !== undefined;) {
    waited += pause;
    tries++;
    pause = pauseSecondsAfter(refusedTimes(tries + 1), 10);
  }
  expect(waited).toBeLessThanOrEqual(600);
  expect(waited).toBeGreaterThan(540);
});

test("a bound of 0 waits for nothing", () => {
  expect(pauseSecondsAfter(refusedTimes(1), 0)).toBeUndefined();
});

test.each([
  ["the vault's firewall", 'InnerError={"code":"ForbiddenByFirewall"}'],
  ["a policy that Key Vault cannot read", 'Code="BadParameter"'],
])("%s is not waited for, because waiting heals nothing there", (_title, error) => {
  expect(pauseSecondsAfter([error, ungranted], 10)).toBeUndefined();
});
