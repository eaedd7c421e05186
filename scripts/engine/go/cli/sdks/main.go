// Writes the SDKs of a schema: `sdks SCHEMA FOLDER` makes a folder for each language in FOLDER.
package main

import (
	"encoding/json"
	"log"
	"os"
	"path/filepath"

	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// Stands in the header of each file, where `pulumi package gen-sdk` writes the name of its language host.
const tool = "pulumi"

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: sdks SCHEMA FOLDER")
	}
	text, err := os.ReadFile(os.Args[1])
	check(err)
	var spec schema.PackageSpec
	check(json.Unmarshal(text, &spec))
	loader := schema.NewNullLoader()
	languages := map[string]schema.Language{"go": gogen.Importer, "nodejs": nodejs.Importer, "python": python.Importer}
	for language := range languages {
		// A generator changes the package that it is given, so each gets one of its own.
		pkg, err := schema.ImportSpec(spec, languages, loader, schema.ValidationOptions{})
		check(err)
		var files map[string][]byte
		switch language {
		case "go":
			files, err = gogen.GeneratePackage(tool, pkg, nil)
		case "nodejs":
			files, err = nodejs.GeneratePackage(tool, pkg, nil, nil, false, nil)
		case "python":
			files, err = python.GeneratePackage(tool, pkg, nil, nil)
		}
		check(err)
		for name, content := range files {
			file := filepath.Join(os.Args[2], language, name)
			check(os.MkdirAll(filepath.Dir(file), 0o755))
			check(os.WriteFile(file, content, 0o644))
		}
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
