import type { ResourceModel } from "./model";
import { respond } from "./respond";

export const applicationSecurityGroup: ResourceModel = {
  type: "network:ApplicationSecurityGroup",
  put: respond,
};
