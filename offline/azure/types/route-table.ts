import type { PlainObject } from "../wire/values";
import { childKind, inlineChildren, listed, parentOf, placeLast, replaceChildren } from "./children";
import type { ResourceModel } from "./model";
import { referrersTo } from "./references";
import { respond } from "./respond";

const routes = childKind("routes", "network:Route");

export const routeTable: ResourceModel = {
  type: "network:RouteTable",
  put(request) {
    inlineChildren(request, routes);
    const body: PlainObject = { disableBgpRoutePropagation: false, ...respond(request) };
    delete body["routes"];
    return body;
  },
  stored(request) {
    replaceChildren(request, routes);
  },
  view(entry, azure) {
    const users = referrersTo(azure, entry.id, "network:Subnet");
    const view: PlainObject = { routes: listed(azure, entry.id, routes) };
    if (users.length > 0) view["subnets"] = users.map(({ id }) => ({ id }));
    return view;
  },
};

export const route: ResourceModel = {
  type: "network:Route",
  put(request) {
    parentOf(request);
    return { hasBgpOverride: false, ...respond(request) };
  },
  stored(request, entry) {
    placeLast(entry, request.azure, routes);
  },
};
