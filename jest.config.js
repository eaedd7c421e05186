// Four projects: "fast" is the inner loop; "thorough" tries thousands of faults and hostile inputs, and starts processes;
// "engine" drives the real Pulumi CLI and needs `npm run engine` first; "pages" runs every command and program of the
// documentation, which takes as long as half of the others.
const transform = {
  "^.+\\.ts$": [
    "@swc/jest",
    { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
  ],
};

// The registry imports backends by the names of the built files, as Node's own import() needs them.
const moduleNameMapper = { "^(\\./[\\w-]+/(?:backend|credentials))\\.js$": "$1" };

const thorough = [
  "test/faults/",
  "test/grpc/",
  "test/hostile/",
  "test/provider/silence.test.ts",
  "test/soak/",
  "test/backends/loading.test.ts",
  "test/cli/discover.test.ts",
  "test/cli/process.test.ts",
  "test/package.test.ts",
];
const pages = [
  "test/engine/documented.test.ts",
  "test/engine/documented-approvals.test.ts",
  "test/engine/documented-pipelines.test.ts",
  "test/engine/documented-programs.test.ts",
];

/** @type {import("jest").Config} */
module.exports = {
  coverageProvider: "v8",
  projects: [
    {
      displayName: "fast",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["test/engine/", ...thorough].map((path) => `<rootDir>/${path}`),
      modulePathIgnorePatterns: ["<rootDir>/dist/"],
      moduleNameMapper,
      transform,
    },
    {
      displayName: "thorough",
      testMatch: thorough.map((path) => `<rootDir>/${path.endsWith("/") ? `${path}**/*.test.ts` : path}`),
      modulePathIgnorePatterns: ["<rootDir>/dist/"],
      moduleNameMapper,
      transform,
    },
    {
      displayName: "engine",
      testMatch: ["<rootDir>/test/engine/**/*.test.ts"],
      testPathIgnorePatterns: pages,
      modulePathIgnorePatterns: ["<rootDir>/dist/"],
      transform,
    },
    {
      displayName: "pages",
      testMatch: pages.map((file) => `<rootDir>/${file}`),
      modulePathIgnorePatterns: ["<rootDir>/dist/"],
      transform,
    },
  ],
};
