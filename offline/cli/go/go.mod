module rdp904/offline/cli

go 1.25.11

require (
	github.com/pulumi/pulumi/pkg/v3 v3.250.0
	github.com/pulumi/pulumi/sdk/v3 v3.250.0
)

tool github.com/pulumi/pulumi/pkg/v3/cmd/pulumi

// The replacement that Pulumi's own go.mod names; replacements do not reach the modules that import it.
replace github.com/atotto/clipboard => github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e
