import type { PlainObject } from "../wire/values";
import type { Written } from "../native/operations";
import type { Azure } from "../types/model";
import { certificate } from "./certificate";

/** How one type of the classic provider behaves. */
export interface ClassicModel {
  readonly type: string;
  /** Inputs that cannot change in place. */
  readonly createOnly: readonly string[];
  /** Throws an error in the provider's own words for what Azure refuses. */
  put(azure: Azure, inputs: PlainObject, existingId: string | undefined): Written;
  /** Properties of the plan that differ from the plain rule. */
  preview?(inputs: PlainObject, oldOutputs: PlainObject | undefined): PlainObject;
  /** True if the resource is still there; a vault takes its contents with it. */
  exists?(azure: Azure, outputs: PlainObject): boolean;
}

export const classicModels: readonly ClassicModel[] = [certificate];

export function classicModelOf(type: string): ClassicModel | undefined {
  return classicModels.find((model) => model.type === type);
}
