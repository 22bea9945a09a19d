import { comparisons } from "./oracle-comparisons";

const seed = Number(process.env["RDP904_SEED"] ?? Date.now() % 2 ** 31);

test.each(Object.values(comparisons))(`$claim (seed ${seed})`, ({ runs, failure }) => {
  expect(failure({ seed, numRuns: Number(process.env["RDP904_RUNS"] ?? runs) })).toBeUndefined();
});
