const { availableParallelism } = require("node:os");

// A folder of test/ is a project: unit (mirrors src, no process is started), conformance (one table for all services),
// emulator (against the vendors' pages and SDKs), integration (processes and HTTP), stress (thousands of faults, random
// acts and hostile inputs), e2e (the real Pulumi CLI: what every promise rests on), acceptance (the same at length) and docs
// (every command and program of the documentation). The last three need `npm run engine` first. independent (servers and
// SDKs that others wrote) is run by scripts/independent.mts, which sets them up.
const transform = {
  "^.+\\.ts$": [
    "@swc/jest",
    { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
  ],
};

// The registry and the command line import by the names of the built files, as Node's own import() needs them.
const moduleNameMapper = {
  "^(\\./[\\w-]+/(?:backend|credentials))\\.js$": "$1",
  "^(\\./commands/\\w+|\\./session|\\./service|\\./emulator-run|\\.\\./completion/known-values|\\.\\./\\.\\./backends/registry)\\.js$":
    "$1",
};

const folders = [
  "unit",
  "conformance",
  "emulator",
  "integration",
  "stress",
  "e2e",
  "acceptance",
  "docs",
  "independent",
];

/** @type {import("jest").Config} */
module.exports = {
  coverageProvider: "v8",
  testSequencer: "<rootDir>/test/support/longest-first.cjs",
  // Tests of the engine wait for its processes, so that a third worker uses what two leave idle.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  projects: folders.map((folder) => ({
    displayName: folder,
    testMatch: [`<rootDir>/test/${folder}/**/*.test.ts`],
    modulePathIgnorePatterns: ["<rootDir>/dist/"],
    moduleNameMapper,
    transform,
  })),
};
