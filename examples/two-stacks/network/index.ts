import * as resources from "@pulumi/azure-native/resources";
import { RdpNetwork } from "../../../components";

const { name: resourceGroupName } = new resources.ResourceGroup("network");

const network = new RdpNetwork("desktops", { resourceGroupName, clients: [{ from: ["10.20.0.0/16"] }] });

/** What the stack of the hosts asks for. */
export const hostSubnetResourceId = network.hostSubnetResourceId;
