// pulumi-language-nodejs is a small language host: it lets a Pulumi CLI that was built from Go modules, which serve no
// such host, run Node.js programs, policy packs, dynamic providers and component packages.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/logging"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// How often the host asks whether the engine still lives.
const engineCheckInterval = 2 * time.Second

func main() {
	if err := serve(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-language-nodejs: %v\n", err)
		os.Exit(1)
	}
}

// serve prints the port it listens on, which is how the engine finds it, and returns when the engine is gone.
func serve(arguments []string) error {
	logging.InitLogging(false, 0, false)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	engineAddress := ""
	if len(arguments) > 0 {
		engineAddress = arguments[len(arguments)-1]
	}
	if engineAddress != "" {
		// Without this a host outlives a CLI that crashed.
		if err := rpcutil.Healthcheck(ctx, engineAddress, engineCheckInterval, stop); err != nil {
			return fmt.Errorf("watch the engine at %s: %w", engineAddress, err)
		}
	}

	cancel := make(chan bool)
	go func() {
		<-ctx.Done()
		close(cancel)
	}()
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, &languageHost{lifetime: ctx, end: stop, engineAddress: engineAddress})
			return nil
		},
		Options: rpcutil.TracingServerInterceptorOptions(nil),
	})
	if err != nil {
		return fmt.Errorf("start to listen: %w", err)
	}
	fmt.Printf("%d\n", handle.Port)
	return <-handle.Done
}
