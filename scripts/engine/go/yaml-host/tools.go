//go:build tools

// Package tools names the program to build, so that `go mod tidy` keeps its modules.
package tools

import _ "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
