const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("empty", {
  policies: [{ name: "nothing", description: "Nothing.", enforcementLevel: "advisory", validateStack() {} }],
});
