export { guidOf } from "../../policies/testing/azure-outputs";
export { ref, unknownValue as unknownText, type Declared } from "../../policies/testing/declared";
export { deployedEstateOf, estateOf } from "../../policies/testing/estate-of";
