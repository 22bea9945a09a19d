export {
  analyze,
  remediate,
  type Analysis,
  type AnalysisOptions,
  type Diagnostic,
  type NotApplicable,
} from "./analyze";
export { ref, unknownValue, type Declared } from "./declared";
export type { PolicyConfiguration, PolicySurroundings } from "./given";
export type { PolicyVerdict } from "./verdicts";
export { packPolicies } from "../pack/policies";
