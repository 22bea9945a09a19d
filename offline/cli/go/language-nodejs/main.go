package main

import (
	_ "github.com/pulumi/pulumi/sdk/v3"
	_ "github.com/pulumi/pulumi/sdk/v3/go/common/util/cmdutil"
	_ "github.com/pulumi/pulumi/sdk/v3/go/common/util/logging"
	_ "github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	_ "github.com/pulumi/pulumi/sdk/v3/go/common/version"
	_ "github.com/pulumi/pulumi/sdk/v3/proto/go"
	_ "google.golang.org/grpc"
	_ "google.golang.org/grpc/codes"
	_ "google.golang.org/grpc/status"
	_ "google.golang.org/protobuf/types/known/emptypb"
)

func main() {}
