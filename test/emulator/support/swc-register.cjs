/** Lets a plain `node -r` run the TypeScript sources, so that a test can start the real process without a build. */
const { transformSync } = require("@swc/core");
const { readFileSync } = require("node:fs");
const Module = require("node:module");

// Node's own import() needs the names of the built files; require() finds the source by its name alone.
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, parent, ...rest) => {
  const isSource = parent?.filename?.endsWith(".ts") && /^\.{1,2}\/.*\.js$/.test(request);
  return resolve(isSource ? request.slice(0, -".js".length) : request, parent, ...rest);
};

require.extensions[".ts"] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, "utf8"), {
    filename,
    swcrc: false,
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "commonjs" },
  });
  module._compile(code, filename);
};
