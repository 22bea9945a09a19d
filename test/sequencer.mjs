import Sequencer from "@jest/test-sequencer";

/** Starts what runs the engine first: on a machine without earlier timings a long test would else run alone at the end. */
export default class EngineFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => weightOf(other) - weightOf(one));
  }
}

function weightOf({ path }) {
  if (!/[\\/]test[\\/]engine[\\/]/.test(path)) return 0;
  return /[\\/](force|examples|rules|rules-alone)\.test\.ts$/.test(path) ? 2 : 1;
}
