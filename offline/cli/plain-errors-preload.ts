import util from "node:util";
import { withPlainErrors } from "./plain-errors";

// Loaded into each Node.js that Pulumi starts, before anything else.
util.inspect = withPlainErrors(util.inspect);
