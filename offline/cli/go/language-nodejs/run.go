package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// What the SDK exits with after it has told the user what is wrong.
const exitCodeAlreadyExplained = 32

// Run executes a program. An error in the program is part of the response, so that the engine can word it.
func (host *languageHost) Run(request context.Context, req *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	info := req.GetInfo()
	script := findSdkScript(info.GetProgramDirectory(), "run")
	if script == "" {
		return nil, fmt.Errorf("there is no @pulumi/pulumi in %s or above it; run npm install there", info.GetProgramDirectory())
	}
	config, secretKeys, err := configVariables(req.GetConfig(), req.GetConfigSecretKeys())
	if err != nil {
		return nil, err
	}
	ctx, stop := host.during(request)
	defer stop()
	command, err := nodeCommand(ctx, info, script, host.runArguments(req))
	if err != nil {
		return nil, err
	}
	command.Dir = req.GetPwd()
	command.Env = append(command.Env, config, secretKeys)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr

	var exit *exec.ExitError
	switch err := command.Run(); {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.As(err, &exit) && exit.ExitCode() == exitCodeAlreadyExplained:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program ended with exit code %d", exit.ExitCode())}, nil
	default:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program was stopped or could not start: %v", err)}, nil
	}
}

func (host *languageHost) runArguments(req *pulumirpc.RunRequest) []string {
	info := req.GetInfo()
	arguments := []string{}
	for _, flag := range [][2]string{
		{"monitor", req.GetMonitorAddress()},
		{"engine", host.engineAddress},
		{"organization", req.GetOrganization()},
		{"project", req.GetProject()},
		{"root-directory", info.GetRootDirectory()},
		{"stack", req.GetStack()},
		{"pwd", req.GetPwd()},
		{"parallel", strconv.Itoa(int(req.GetParallel()))},
	} {
		if flag[1] != "" {
			arguments = append(arguments, "--"+flag[0], flag[1])
		}
	}
	if req.GetDryRun() {
		arguments = append(arguments, "--dry-run")
	}
	program := info.GetEntryPoint()
	// The SDK reads a relative entry point from the working directory.
	if pwd := req.GetPwd(); pwd != "" && pwd != info.GetProgramDirectory() {
		program = filepath.Join(info.GetProgramDirectory(), program)
	}
	return append(append(arguments, program), req.GetArgs()...)
}

// configVariables are the two environment variables in which the SDK expects the configuration: never `null`.
func configVariables(values map[string]string, secretKeys []string) (config string, secrets string, err error) {
	if values == nil {
		values = map[string]string{}
	}
	if secretKeys == nil {
		secretKeys = []string{}
	}
	valuesJSON, err := json.Marshal(values)
	if err != nil {
		return "", "", fmt.Errorf("write the configuration as JSON: %w", err)
	}
	keysJSON, err := json.Marshal(secretKeys)
	if err != nil {
		return "", "", fmt.Errorf("write the secret keys as JSON: %w", err)
	}
	return "PULUMI_CONFIG=" + string(valuesJSON), "PULUMI_CONFIG_SECRET_KEYS=" + string(keysJSON), nil
}
