// The import rules, by folder. Decisions in the middle, vendors and Pulumi at the edges.
//
//   resource, provider, cli ──► app ──► converge ──► core ◄── backends     emulator (imports nothing of the rest)
//                       cli ──► report ──► app
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
      // The page reads its script as text.
      from: { orphan: true, path: "^src/", pathNot: "\\.d\\.ts$|^src/report/html/browser\\.js$" },
      to: {},
    },
    outside("core/", []),
    outside("converge/", ["core/"]),
    outside("backends/", ["core/"]),
    outside("app/", ["core/", "converge/", "backends/"]),
    outside("resource/", ["core/", "app/"]),
    outside("provider/", ["core/", "converge/", "backends/", "app/"]),
    outside("cli/", ["core/", "backends/", "app/", "emulator/", "report/"]),
    outside("report/", ["core/", "backends/", "app/"]),
    outside("emulator/", []),
    {
      name: "hosts-do-not-reach-into-clouds",
      comment: "What a front end needs of the backends stands in the registry.",
      severity: "error",
      from: { path: "^src/(app|resource|provider|cli|report)/" },
      to: { path: "^src/backends/.+/" },
    },
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
      from: { path: "^src/", pathNot: ["^src/resource/", "^src/provider/", "^src/index\\.ts"] },
      to: { path: "node_modules/@pulumi/" },
    },
    {
      name: "the-plugin-loads-pulumis-messages-alone",
      comment: "The whole SDK takes half a second and 60 MB of every process.",
      severity: "error",
      from: { path: "^src/provider/plugin/" },
      to: {
        path: "node_modules/@pulumi/",
        pathNot: "node_modules/@pulumi/pulumi/proto/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "vendor-sdks-only-in-backends",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/backends/[^/]+/" },
      to: {
        path: "node_modules/(tencentcloud-sdk-nodejs|@alicloud|@volcengine|@aws-sdk|@aws-crypto|@smithy)",
      },
    },
    {
      name: "of-vendor-sdks-only-signers-and-keys",
      comment: "Their HTTP clients (axios, node-fetch) are not loaded: src/backends/http.ts sends.",
      severity: "error",
      from: { path: "^src/" },
      to: {
        path: "node_modules/(tencentcloud-sdk-nodejs|@volcengine)",
        pathNot: [
          "tencentcloud-sdk-nodejs/tencentcloud/common/(sign|sdk_version)\\.",
          "@volcengine/openapi/lib/base/sign\\.",
        ],
      },
    },
    {
      name: "one-way-to-the-wire",
      severity: "error",
      from: { path: "^src/backends/", pathNot: "^src/backends/(http|agent|tunnel)\\.ts$" },
      to: { path: "^(node:)?(https?|http2|net|tls)$" },
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
