/** The scripts of docs/guide/pipelines.md by their jobs, and a project for them to work on. */
import { parse } from "yaml";
import { commands, type pipelines, toRun } from "./commands";
import { blocks } from "./pages";
import { keys } from "./session";

type Heading = "GitHub Actions" | "GitLab CI";
type Job = "preview" | "plan" | "deploy" | "drift";
type Steps = readonly { readonly run?: string }[];

/** The first block under a heading is the whole file. */
function workflow(heading: Heading): Record<string, unknown> {
  const block = blocks.find((one) => one.page === "docs/guide/pipelines.md" && one.heading === heading);
  return parse(block?.text ?? "") as Record<string, unknown>;
}

function scriptsUnder(place: (typeof pipelines)[number]): string[] {
  return commands.filter(({ under }) => under === place).map(({ script }) => toRun(script));
}

/** What a reviewer's pipeline runs at least. */
export const [gate = ""] = scriptsUnder("docs/guide/pipelines.md > What a reviewer reads");

/** The look for drift that does without Pulumi. */
export const checkWithoutPulumi =
  scriptsUnder("docs/guide/pipelines.md > GitHub Actions").find((script) =>
    script.includes("image-share check"),
  ) ?? "";

/** Each step is a shell of its own. */
export function githubSteps(job: Job): string[] {
  const { jobs } = workflow("GitHub Actions") as { jobs: Record<Job, { steps: Steps }> };
  return jobs[job].steps.flatMap(({ run = "" }) => (toRun(run) === "" ? [] : run));
}

/** The lines of a job are one script. */
export function gitlabScript(job: Job): string {
  const { script } = workflow("GitLab CI")[job] as { script: readonly string[] };
  return script.join("\n");
}

export const golden = {
  service: "tencentcloud-cvm",
  region: "ap-guangzhou",
  imageId: "img-6pb6lrmy",
} as const;
export const [alice, bob, stranger] = ["100000000001", "100000000002", "100000000099"] as const;

export const environment = {
  TENCENTCLOUD_SECRET_ID: keys.id,
  TENCENTCLOUD_SECRET_KEY: keys.secret,
  ALIBABA_CLOUD_ACCESS_KEY_ID: keys.id,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: keys.secret,
};

/** A line of a program. @param args more arguments, and `options` of the engine, as they stand in a program */
export function share(
  name: string,
  target: object,
  accounts: readonly string[],
  args = "",
  options = "",
): string {
  return `new ImageShare("${name}", { ...${JSON.stringify({ ...target, accounts })}, ${args} }, { ${options} });`;
}

/** One resource to a line. */
export function programOf(lines: Partial<Readonly<Record<string, string>>>): string {
  return [
    'import * as pulumi from "@pulumi/pulumi";',
    'import { ImageShare } from "pulumi-image-share";',
    "class Later extends pulumi.dynamic.Resource {",
    '  constructor(v: string) { super({ create: async (i) => ({ id: "later", outs: i }) }, "later", { r: undefined, v }); }',
    "}",
    ...Object.values(lines),
  ].join("\n");
}
