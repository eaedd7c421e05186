/** Every command of the pages, and who runs it. */
import { parseAllDocuments } from "yaml";
import { type Block, blocks } from "./pages";

/** Under these headings, test/docs/documented.test.ts runs whatever stands there and is not in the other table. */
export const ranByTheEngineSuite = [
  "README.md > With a real account",
  "README.md > Without Pulumi: the command line",
  "README.md > Without an account: the emulator",
  "README.md > By hand, from beginning to end",
  "docs/guide/adopting.md > Way 1: let the clouds write the list",
  "docs/services/alicloud-credentials.md > Alibaba Cloud credentials",
  "docs/services/aws-credentials.md > AWS credentials",
  "docs/reference/command-line.md > review",
  "docs/reference/command-line.md > Files",
  "docs/reference/command-line.md > In a pipeline",
  "docs/reference/emulator.md > Pointing a stack at it",
  "docs/reference/emulator.md > By curl, from any language",
  "docs/guide/guards.md > Bounds on removals",
  "docs/guide/guards.md > Before an image is deleted",
  "docs/guide/quickstart.md > 3. The key, into stack configuration",
  "docs/guide/quickstart.md > 5. The first preview: who would lose access?",
  "docs/guide/quickstart.md > 6. Up, and what to check",
  "docs/guide/several-accounts.md > Profiles",
  "docs/services/tencentcloud-credentials.md > Tencent Cloud credentials",
  "docs/services/volcengine-credentials.md > Volcengine credentials",
  "docs/services/byteplus-credentials.md > BytePlus credentials",
  "docs/services/openstack-credentials.md > OpenStack credentials",
  "docs/services/outscale-credentials.md > OUTSCALE credentials",
  "docs/guide/several-accounts.md > Names of accounts",
  "docs/guide/testing-with-the-emulator.md > With the CLI",
  "docs/guide/testing-with-the-emulator.md > In CI",
] as const;

export type Place = (typeof ranByTheEngineSuite)[number];

/** And under these, test/docs/documented-pipelines.test.ts and documented-approvals.test.ts do. */
export const pipelines = [
  "docs/guide/pipelines.md > What a reviewer reads",
  "docs/guide/pipelines.md > GitHub Actions",
  "docs/guide/pipelines.md > GitLab CI",
] as const;

const registry =
  "needs a published package: test/integration/package/package.test.ts looks at what would be installed";
const quickstart = "docs/guide/quickstart.md has it as well, and there it is run";
const oidc = "needs a CI's token and a real account, as the page says";
const long = "takes minutes: run by hand, with the results on that page";
const python = "takes the SDKs from the Python registry: run by hand, with the results on that page";
const languages = "test/acceptance/plugin/python.test.ts and go.test.ts, with the CLI of an official release";
const sharedState = "test/acceptance/shared-state, with servers of its own";
const terraform = "needs Terraform's state of a real account";

/** A command as it stands in a page, its comment left out, and who runs it or why nobody does. */
export const elsewhere: Readonly<Record<string, string>> = {
  "npm ci && npm start": ".ci/run",
  "npm ci && npm test": ".ci/run",
  "npm ci": ".ci/run; a job's first step",
  "npm run check": ".ci/run",
  "npm run engine": ".ci/run, by npm start",
  "npm run test:e2e": ".ci/run, by npm test",
  "npm install pulumi-image-share @pulumi/pulumi": registry,
  "npm install pulumi-image-share": registry,
  "npm init -y && npm install pulumi-image-share @pulumi/pulumi": registry,
  "pulumi package add ./node_modules/pulumi-image-share/plugin": languages,
  "go mod init images": languages,
  "pulumi plugin install resource image-share 0.1.0 --file pulumi-resource-image-share-v0.1.0.tar.gz":
    "test/acceptance/plugin/archive.test.ts",
  "cp -r node_modules/pulumi-image-share/examples/policy-pack . && (cd policy-pack && npm install)": registry,
  "pulumi preview --policy-pack policy-pack --policy-pack-config policy-pack/allowed.json":
    "test/acceptance/policy-pack.test.ts",
  "pulumi stack init shares": "test/e2e/plugin/examples.test.ts",
  "pulumi preview --diff": "test/e2e/plugin/yaml.test.ts",
  "pulumi import image-share:index:ImageShare golden tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy":
    "test/e2e/plugin/yaml.test.ts",
  "npm install pulumi-image-share@latest": registry,
  "npx --no -- image-share-emulator":
    "test/emulator/lifecycle.test.ts; here with --port, since others may use 7070",
  "npx --no -- image-share-emulator --host 0.0.0.0 --allow-host emulator --allow-host localhost:8080":
    "test/emulator/lifecycle.test.ts and control-guard.test.ts; here nothing listens beyond loopback",
  "npx --no -- image-share-emulator --key id=ci,secret=s3cret,tencentcloud=100088880001 --key id=other,secret=s3cret,user=ci":
    "test/emulator/flags.test.ts",
  "npx --no -- image-share-emulator --quota alicloud-ecs=100 --quota alicloud-ens/m-1=3 --state images.json":
    "test/emulator/flags.test.ts",
  "openssl req -x509 -newkey rsa:2048 -nodes -days 30 -keyout key.pem -out cert.pem -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1":
    "takes OpenSSL; the tests make a certificate of their own (test/emulator/support/certificate.ts)",
  "npx --no -- image-share-emulator --tls-port 7443 --tls-cert cert.pem --tls-key key.pem":
    "test/emulator/flags.test.ts and tls.test.ts",
  "npm run build && python3 examples/clients-python/run_all.py": python,
  "python3 examples/clients-python/alicloud_ecs.py http://127.0.0.1:7070": python,
  "npm run test:independent": ".ci/run",
  "npm run test:live -- --service aws-ec2 --region eu-central-1 --image ami-0123456789abcdef0 --account 012345678901 --account 111122223333":
    "needs two real accounts: test/acceptance/live runs it against the emulator",
  "npm run fuzz": long,
  "FUZZ_FACTOR=5 npm run fuzz -- vendor-answers": long,
  "npm run bench": long,
  "npm run bench -- --quick": long,
  "npm run bench -- --plugin": long,
  "npm run bench -- --estate": long,
  "npm run bench -- --hosts": long,
  "npm run bench -- --shared-limit": long,
  "npm run bench -- --json bench.json": long,
  "npm run -s build && node_modules/.bin/node scripts/install-size.mts --times 21":
    "half a minute: run by hand, with the results on that page",
  "npm run mutation": long,
  "npm run mutation -- --incremental": long,
  "npm run mutation:table": "needs a run of npm run mutation",
  "npm run mutation -- --mutate src/core/plan.ts": long,
  "npm run build && npx jest --selectProjects conformance -t '<service>'":
    "its service does not exist; npm test runs all services' suites",
  "mkdir images && cd images":
    "makes a project from a template of the network; every session here begins with one",
  "pulumi new typescript": "takes a template from the network; every session here begins with such a project",
  "terraform state list | grep image_share_permission | tr '\\n' '\\0' | xargs -0 -n1 terraform state rm":
    terraform,
  "curl -fsSL https://get.pulumi.com | sh": "the vendor's way to install the CLI",
  'export PATH="$HOME/.pulumi/bin:$PATH"': "the vendor's way to install the CLI",
};

/** Like `elsewhere`, for all that stands under a heading. */
export const headingsElsewhere: Readonly<Record<string, string>> = {
  "docs/reference/command-line.md > completion":
    "test/integration/cli/completion.test.ts, in the shells themselves",
  "docs/guide/upgrading.md > How": quickstart,
  "docs/guide/report.md > A page to open and to send": "test/docs/documented-report.test.ts",
  "docs/guide/report.md > Every week, in a pipeline": "test/docs/documented-report.test.ts",
  "docs/guide/pipelines.md > What came of a run": "test/acceptance/after-run.test.ts, in both hosts",
  "docs/guide/pipelines.md > Without stored keys": oidc,
  "docs/guide/shared-state.md > Where state is": sharedState,
  "docs/guide/shared-state.md > A machine that is lost": sharedState,
  "docs/errors.md > wrong-endpoint":
    "test/acceptance/endpoint.test.ts, which has a second emulator to move to",
};

/** Commands that belong together, and where they stand. */
export interface Commands {
  readonly block: Block;
  /** `page > heading` */
  readonly under: string;
  readonly script: string;
}

/** Each block of commands, and each script of a workflow. */
export const commands: readonly Commands[] = blocks.flatMap((block) => {
  const under = `${block.page} > ${block.heading}`;
  return scriptsOf(block).map((script) => ({ block, under, script }));
});

function scriptsOf({ info, text }: Pick<Block, "info" | "text">): string[] {
  if (info === "sh" || info === "sh fragment") return [text];
  if (info !== "yaml") return [];
  return workflowScripts(parseAllDocuments(text).map((document) => document.toJS()));
}

function workflowScripts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(workflowScripts);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "run" && typeof inner === "string") return [inner];
    if ((key === "script" || key === "before_script") && Array.isArray(inner)) return [inner.join("\n")];
    return workflowScripts(inner);
  });
}

/** The lines of a script without those that are run elsewhere. */
export function toRun(script: string): string {
  return script
    .split("\n")
    .filter((line) => !Object.hasOwn(elsewhere, withoutComment(line)))
    .join("\n");
}

export function withoutComment(line: string): string {
  return line.replace(/(^|\s+)#\s.*$/, "").trim();
}
