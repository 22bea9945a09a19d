/** A service tag in lower case, "storage" or "storage.westeurope". */
export type ServiceTag = string;
