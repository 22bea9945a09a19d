import { packAgainstEmptyPack } from "./pack-against-empty-pack";

/** `npm run bench -- [pairs]` */
const pairs = Number(process.argv[2] ?? 10);
if (!Number.isInteger(pairs) || pairs < 1) {
  console.error(`npm run bench -- [pairs]: pairs is a whole number from 1 on, not ${process.argv[2] ?? ""}`);
  process.exitCode = 2;
} else {
  packAgainstEmptyPack(pairs).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
