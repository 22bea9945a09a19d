package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// RunPlugin executes a policy pack or a provider and reports its output and, at the end, its exit code.
func (host *languageHost) RunPlugin(
	req *pulumirpc.RunPluginRequest, stream pulumirpc.LanguageRuntime_RunPluginServer,
) error {
	server := &serialStream{LanguageRuntime_RunPluginServer: stream}
	closer, stdout, stderr, err := rpcutil.MakeRunPluginStreams(server, false)
	if err != nil {
		return err
	}
	defer closer.Close()
	ctx, stop := host.during(stream.Context())
	defer stop()

	if req.GetKind() == "analyzer" {
		err = host.runPolicyPack(ctx, req, stdout, stderr)
	} else {
		err = runProvider(ctx, req, stdout, stderr)
	}
	var exit *exec.ExitError
	switch {
	case err == nil:
		return server.sendExitCode(0)
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return server.sendExitCode(exit.ExitCode())
	default:
		return err
	}
}

func (host *languageHost) runPolicyPack(
	ctx context.Context, req *pulumirpc.RunPluginRequest, stdout io.Writer, stderr io.Writer,
) error {
	folder := req.GetInfo().GetProgramDirectory()
	script := findSdkScript(folder, "run-policy-pack")
	if script == "" {
		// The engine looks for these very words and then says that the pack's dependencies are missing.
		fmt.Fprintln(stderr, "Error: Cannot find module '@pulumi/pulumi/cmd/run-policy-pack'")
		return fmt.Errorf("there is no @pulumi/pulumi in %s or above it", folder)
	}
	proxy, packStdout, err := sdk.NewPolicyProxy(ctx, stdout)
	if err != nil {
		return fmt.Errorf("start the policy proxy: %w", err)
	}
	// The engine configures the stack before it asks anything else; old packs read it from their environment.
	stack, err := proxy.AwaitConfiguration(ctx)
	if err != nil {
		return fmt.Errorf("wait for the stack's configuration: %w", err)
	}
	config, secretKeys, err := configVariables(stack.GetConfig(), stack.GetConfigSecretKeys())
	if err != nil {
		return err
	}
	engine := host.engineAddress
	if len(req.GetArgs()) > 0 {
		engine = req.GetArgs()[0]
	}
	command, err := nodeCommand(ctx, req.GetInfo(), script, []string{engine, folder})
	if err != nil {
		return err
	}
	command.Dir = folder
	command.Env = append(append(command.Env, req.GetEnv()...), config, secretKeys)
	for _, variable := range [][2]string{
		{"ORGANIZATION", stack.GetOrganization()},
		{"PROJECT", stack.GetProject()},
		{"STACK", stack.GetStack()},
		{"DRY_RUN", strconv.FormatBool(stack.GetDryRun())},
	} {
		command.Env = append(command.Env, "PULUMI_"+variable[0]+"="+variable[1], "PULUMI_NODEJS_"+variable[0]+"="+variable[1])
	}
	command.Stdout, command.Stderr = packStdout, stderr
	if err := command.Start(); err != nil {
		return fmt.Errorf("start the policy pack: %w", err)
	}
	return proxy.Attach(ctx, command)
}

func runProvider(ctx context.Context, req *pulumirpc.RunPluginRequest, stdout io.Writer, stderr io.Writer) error {
	folder := req.GetInfo().GetProgramDirectory()
	script := findSdkScript(folder, "run-plugin")
	if script == "" {
		return fmt.Errorf("there is no @pulumi/pulumi in %s or above it; run npm install there", folder)
	}
	command, err := nodeCommand(ctx, req.GetInfo(), script, append([]string{folder}, req.GetArgs()...))
	if err != nil {
		return err
	}
	command.Dir = req.GetPwd()
	command.Env = append(command.Env, req.GetEnv()...)
	command.Stdout, command.Stderr = stdout, stderr
	return command.Run()
}

// serialStream lets two copying goroutines share a stream, on which only one at a time may send.
type serialStream struct {
	pulumirpc.LanguageRuntime_RunPluginServer
	mutex sync.Mutex
}

func (stream *serialStream) Send(response *pulumirpc.RunPluginResponse) error {
	stream.mutex.Lock()
	defer stream.mutex.Unlock()
	return stream.LanguageRuntime_RunPluginServer.Send(response)
}

func (stream *serialStream) sendExitCode(code int) error {
	return stream.Send(&pulumirpc.RunPluginResponse{
		Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(code)},
	})
}
