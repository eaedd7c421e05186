// The import arrows. Data and decisions in the middle, vendors and Pulumi at the edges.
//
//   resource, provider, cli ──► host ──► converge ──► core ◄── backends     emulator (imports nothing of the rest)
//
const outside = (path, allowed) => ({
  name: `${path}-imports-only-what-it-may`,
  severity: "error",
  from: { path: `^src/${path}` },
  to: { path: "^src/", pathNot: [`^src/${path}`, ...allowed.map((folder) => `^src/${folder}`)] },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, path: "^src/", pathNot: "\\.d\\.ts$" },
      to: {},
    },
    outside("core/", []),
    outside("converge/", ["core/"]),
    outside("backends/", ["core/"]),
    // Reading in a program needs a host; it is loaded by the programs that read.
    outside("resource/", ["core/", "host\\.ts", "reader\\.ts", "settings\\.ts"]),
    outside("reader\\.ts", ["core/", "backends/registry\\.ts", "host\\.ts"]),
    outside("host\\.ts", ["core/", "converge/", "settings\\.ts", "connections\\.ts", "endpoints\\.ts"]),
    outside("endpoints\\.ts", ["core/", "settings\\.ts"]),
    outside("displaced\\.ts", ["core/", "backends/registry\\.ts", "endpoints\\.ts", "host\\.ts"]),
    outside("provider\\.ts", [
      "core/",
      "converge/",
      "backends/",
      "host\\.ts",
      "prospect\\.ts",
      // ImageShare.get looks at an image by the same rules as getImageShare.
      "reader\\.ts",
      "settings\\.ts",
      "announcements\\.ts",
      "engine-errors\\.ts",
      "foresight\\.ts",
      "displaced\\.ts",
      "other-resources\\.ts",
      "run-ledger\\.ts",
      "engine-values\\.ts",
      "cancellation\\.ts",
    ]),
    outside("foresight\\.ts", [
      "core/",
      "displaced\\.ts",
      "engine-values\\.ts",
      "host\\.ts",
      "other-resources\\.ts",
      "prospect\\.ts",
      "replacement\\.ts",
    ]),
    outside("replacement\\.ts", ["core/", "host\\.ts", "prospect\\.ts"]),
    outside("other-resources\\.ts", ["core/", "converge/", "host\\.ts", "prospect\\.ts"]),
    outside("run-ledger\\.ts", []),
    outside("prospect\\.ts", ["core/", "converge/", "host\\.ts"]),
    outside("cli/", [
      "core/",
      "backends/registry\\.ts",
      "emulator/",
      "host\\.ts",
      "prospect\\.ts",
      "reader\\.ts",
      "settings\\.ts",
    ]),
    outside("emulator/", []),
    {
      name: "core-is-pure",
      comment: "Decisions are made without I/O, clock, randomness or a vendor; only zod may validate.",
      severity: "error",
      from: { path: "^src/core/" },
      to: { dependencyTypes: ["core", "npm", "npm-peer"], pathNot: ["node_modules/zod/"] },
    },
    {
      name: "only-the-edge-knows-pulumi",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/resource/", "^src/provider\\.ts", "^src/index\\.ts"] },
      to: { path: "node_modules/@pulumi/" },
    },
    {
      name: "vendor-sdks-only-in-backends",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/backends/[^/]+/" },
      to: { path: "node_modules/(tencentcloud-sdk-nodejs|@alicloud|@volcengine)" },
    },
    {
      name: "services-do-not-import-each-other",
      severity: "error",
      from: { path: "^src/backends/([^/]+)-([^/]+)/" },
      to: { path: "^src/backends/[^/]+-[^/]+/", pathNot: "^src/backends/$1-$2/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["require", "node", "types"] },
  },
};
