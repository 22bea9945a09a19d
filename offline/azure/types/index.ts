import type { ResourceModel } from "./model";

/** The types whose own checks and answers are modelled; any other is accepted as it comes. */
export const models: readonly ResourceModel[] = [];

const byType = new Map(models.map((model) => [model.type, model]));

export function modelOf(type: string): ResourceModel | undefined {
  return byType.get(type);
}
