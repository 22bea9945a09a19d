package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/google/shlex"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// How long a program may take to end after it was asked to, before it is killed.
const endGracePeriod = 3 * time.Second

type languageHost struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	lifetime      context.Context
	end           context.CancelFunc
	engineAddress string
}

func (host *languageHost) Handshake(
	context.Context, *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (host *languageHost) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	host.end()
	return &emptypb.Empty{}, nil
}

func (host *languageHost) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: strings.TrimPrefix(version.Version, "v")}, nil
}

// GetRequiredPackages names none: every registration carries its SDK's version, so the engine finds each on demand.
func (host *languageHost) GetRequiredPackages(
	context.Context, *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

func (host *languageHost) GetRequiredPlugins(
	context.Context, *pulumirpc.GetRequiredPluginsRequest,
) (*pulumirpc.GetRequiredPluginsResponse, error) {
	return &pulumirpc.GetRequiredPluginsResponse{}, nil
}

func (host *languageHost) GetProgramDependencies(
	context.Context, *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	return &pulumirpc.GetProgramDependenciesResponse{}, nil
}

func (host *languageHost) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

func (host *languageHost) Template(context.Context, *pulumirpc.TemplateRequest) (*pulumirpc.TemplateResponse, error) {
	return &pulumirpc.TemplateResponse{}, nil
}

func (host *languageHost) About(ctx context.Context, _ *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errNoNode
	}
	nodeVersion, err := exec.CommandContext(ctx, node, "--version").Output()
	if err != nil {
		return nil, err
	}
	return &pulumirpc.AboutResponse{Executable: node, Version: strings.TrimSpace(string(nodeVersion))}, nil
}

func (host *languageHost) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, server pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	closer, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(server, request.IsTerminal)
	if err != nil {
		return err
	}
	defer closer.Close()
	ctx, stop := host.during(server.Context())
	defer stop()

	manager := textOption(request.Info, "packagemanager", "npm")
	command := stoppable(exec.CommandContext(ctx, manager, "install"))
	command.Dir = request.GetInfo().GetProgramDirectory()
	command.Stdout, command.Stderr = stdout, stderr
	if err := command.Run(); err != nil {
		return errors.New(manager + " install failed: " + err.Error())
	}
	return closer.Close()
}

var errNoNode = errors.New("there is no node on PATH; Pulumi programs in TypeScript and JavaScript need Node.js")

// during ends with the request or with the host, whichever is first.
func (host *languageHost) during(request context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(request)
	detach := context.AfterFunc(host.lifetime, cancel)
	return ctx, func() { detach(); cancel() }
}

// nodeCommand prepares `node [nodeargs] script arguments…` with what the options of Pulumi.yaml ask for.
func nodeCommand(ctx context.Context, info *pulumirpc.ProgramInfo, script string, arguments []string) (*exec.Cmd, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errNoNode
	}
	nodeArguments, err := shlex.Split(textOption(info, "nodeargs", ""))
	if err != nil {
		return nil, errors.New("the runtime option nodeargs is not a command line: " + err.Error())
	}
	command := stoppable(exec.CommandContext(ctx, node, append(append(nodeArguments, script), arguments...)...))
	command.Env = append(os.Environ(), "PULUMI_NODEJS_TYPESCRIPT="+typeScriptOption(info))
	if path := textOption(info, "tsconfig", ""); path != "" {
		command.Env = append(command.Env, "PULUMI_NODEJS_TSCONFIG_PATH="+path)
	}
	return command, nil
}

// stoppable asks the process to end before it is killed.
func stoppable(command *exec.Cmd) *exec.Cmd {
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = endGracePeriod
	return command
}

func textOption(info *pulumirpc.ProgramInfo, name string, otherwise string) string {
	if value := info.GetOptions().GetFields()[name].GetStringValue(); value != "" {
		return value
	}
	return otherwise
}

func typeScriptOption(info *pulumirpc.ProgramInfo) string {
	value, given := info.GetOptions().GetFields()["typescript"]
	if given && !value.GetBoolValue() {
		return "false"
	}
	return "true"
}
