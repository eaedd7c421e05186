//go:build tools

// Keeps the CLI's packages in go.mod: nothing here is ever compiled.
package tools

import (
	_ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
)
