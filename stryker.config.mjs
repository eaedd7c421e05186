// Mutation testing of what decides and what does: docs/contributing/mutation-testing.md says how to read the result.
import { tmpdir } from "node:os";
import { join } from "node:path";
import jestConfig from "./jest.config.js";

// The same properties in every run, unless somebody wants others.
process.env.TEST_SEED ??= "1";
// Thousands of cases for each of thousands of changes take hours, and find little that some hundred do not.
process.env.TEST_RUNS ??= "200";

const unit = jestConfig.projects.find(({ displayName }) => displayName === "unit");

export default {
  mutate: ["src/core/**/*.ts", "src/converge/**/*.ts"],
  testRunner: "jest",
  jest: {
    projectType: "custom",
    // The pure tests alone: they run in seconds, and say what is wrong where it is wrong. Stryker adds this to
    // jest.config.js, whose projects would run everything once more each.
    config: { ...unit, projects: [], testMatch: ["<rootDir>/test/unit/{core,converge}/**/*.test.ts"] },
  },
  coverageAnalysis: "perTest",
  ignorePatterns: ["coverage", "dist", "docs", "engine", "examples", "scripts"],
  // Outside of the tree, where no other run of Jest, TypeScript or Biome stumbles over the copies.
  tempDirName: join(tmpdir(), "pulumi-image-share-mutation"),
  reporters: ["clear-text", "html", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: "coverage/mutation/index.html" },
  jsonReporter: { fileName: "coverage/mutation/mutation.json" },
  incrementalFile: "coverage/mutation/incremental.json",
  concurrency: 2,
  timeoutMS: 4_000,
  timeoutFactor: 2,
  warnings: { slow: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
