//go:build tools

// Package tools names the program to build, so that `go mod tidy` keeps its modules. Later versions of the SDK have it no longer.
package tools

import _ "github.com/pulumi/pulumi/sdk/v3/go/pulumi-language-go"
