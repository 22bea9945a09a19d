import type { ResourceModel } from "./model";
import { respond } from "./respond";

export const privateZone: ResourceModel = {
  type: "privatedns:PrivateZone",
  put: (request) => ({
    ...respond(request),
    maxNumberOfRecordSets: 25000,
    maxNumberOfVirtualNetworkLinks: 1000,
    maxNumberOfVirtualNetworkLinksWithRegistration: 100,
    numberOfRecordSets: 1,
    numberOfVirtualNetworkLinks: 0,
    numberOfVirtualNetworkLinksWithRegistration: 0,
  }),
};
