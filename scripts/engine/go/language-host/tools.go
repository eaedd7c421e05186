//go:build tools

// Keeps the language host's packages in go.mod: nothing here is ever compiled.
package tools

import (
	_ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
)
