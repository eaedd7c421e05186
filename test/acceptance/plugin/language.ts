/** A language in which programs are written as the page of the languages says it, and what differs between them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../../e2e/harness/stack";
import {
  blockOf,
  environmentOfTools,
  generateSdk,
  goCaches,
  isOfficialRelease,
  PLUGIN,
  recordPlugin,
  requirement,
  SDK_VERSION,
  tool,
} from "./language-project";

export interface Language {
  readonly heading: "Python" | "Go";
  /** Its program's file. */
  readonly file: string;
  /** The program of the page. */
  readonly program: string;
  /** Files of the project beside that, as the page has them. */
  readonly files: () => Readonly<Record<string, string>>;
  /** Everything between the empty folder and the first command of the engine; the package is installed. */
  install(stack: Stack): Promise<void>;
  /** The program with another resource, of other arguments and options. */
  withSecond(program: string, second: Second): string;
  /** What `pulumi import` prints first of a resource's code. */
  readonly importedCode: RegExp;
}

interface Second {
  readonly imageId: string;
  readonly accounts: readonly string[];
  /** An endpoint and keys for a provider of its own. */
  readonly provider?: { readonly endpoint: string; readonly id: string; readonly secret: string };
  /** The version of the SDK, as the program claims it. */
  readonly version?: string;
}

const quoted = (accounts: readonly string[]) => accounts.map((account) => JSON.stringify(account)).join(", ");

export const python: Language = {
  heading: "Python",
  file: "__main__.py",
  program: blockOf("Python", "python"),
  files: () => ({ "Pulumi.yaml": blockOf("Python", "yaml"), "requirements.txt": `${requirement()}\n` }),
  importedCode: /image_share\.ImageShare\("imported"/,
  async install(stack) {
    const { folder } = stack;
    const interpreter = join(folder, "venv/bin/python");
    await tool(folder, "python3", "-m", "venv", "venv");
    const constraint = { PIP_CONSTRAINT: join(folder, "constraints.txt") };
    stack.setEnvironment({ ...environmentOfTools(), ...constraint });
    if (await isOfficialRelease()) return void (await stack.run(["package", "add", PLUGIN]));
    // The host of Go modules is older than the option virtualenv.
    stack.setEnvironment({ PULUMI_PYTHON_CMD: interpreter });
    await generateSdk(folder, "python");
    const requirements = join(folder, "requirements.txt");
    writeFileSync(requirements, `${readFileSync(requirements, "utf8")}./sdks/image-share\n`);
    await tool(folder, interpreter, "-m", "pip", "install", "--quiet", "-r", "requirements.txt");
    recordPlugin(stack);
  },
  withSecond(program, { imageId, accounts, provider, version }) {
    const options = [
      ...(provider ? ["provider=keys"] : []),
      ...(version ? [`version=${JSON.stringify(version)}`] : []),
    ];
    const keys = provider && [
      'keys = image_share.Provider(\n    "keys",',
      `    endpoint=${JSON.stringify(provider.endpoint)},`,
      `    tencentcloud={"secretId": "${provider.id}", "secretKey": "${provider.secret}"},\n)`,
    ];
    return [
      "import pulumi",
      program,
      ...(keys ?? []),
      'image_share.ImageShare(\n    "imported",\n    service="tencentcloud-cvm",\n    region="ap-guangzhou",',
      `    image_id="${imageId}",\n    accounts=[${quoted(accounts)}],`,
      `    opts=pulumi.ResourceOptions(${options.join(", ")}),\n)\n`,
    ].join("\n");
  },
};

export const go: Language = {
  heading: "Go",
  file: "main.go",
  program: blockOf("Go", "go"),
  files: () => ({ "Pulumi.yaml": blockOf("Go", "yaml") }),
  importedCode: /imageshare\.NewImageShare\(ctx, "imported"/,
  async install(stack) {
    const { folder } = stack;
    stack.setEnvironment({ ...environmentOfTools(), ...(await goCaches(folder)) });
    await tool(folder, "go", "mod", "init", "images");
    if (await isOfficialRelease()) return void (await stack.run(["package", "add", PLUGIN]));
    const sdk = await generateSdk(folder, "go");
    const module = "example.com/pulumi-image-share/sdk/go";
    const requirement = `require github.com/pulumi/pulumi/sdk/v3 v${SDK_VERSION}`;
    writeFileSync(join(sdk, "go.mod"), `module ${module}\n\ngo 1.25\n\n${requirement}\n`);
    await tool(folder, "go", "mod", "edit", "-replace", `${module}=./sdks/image-share`);
    await tool(folder, "go", "mod", "tidy");
    recordPlugin(stack);
  },
  withSecond(program, { imageId, accounts, provider, version }) {
    const options = [
      ...(provider ? [", pulumi.Provider(keys)"] : []),
      ...(version ? [`, pulumi.Version(${JSON.stringify(version)})`] : []),
    ];
    const stop = "if err != nil {\nreturn err\n}";
    const keys = provider && [
      stop,
      'keys, err := imageshare.NewProvider(ctx, "keys", &imageshare.ProviderArgs{',
      `Endpoint: pulumi.String(${JSON.stringify(provider.endpoint)}),`,
      `Tencentcloud: pulumi.StringMap{"secretId": pulumi.String("${provider.id}"), "secretKey": pulumi.String("${provider.secret}")},`,
      "})",
    ];
    const second = [
      ...(keys ?? []),
      stop,
      '_, err = imageshare.NewImageShare(ctx, "imported", &imageshare.ImageShareArgs{',
      'Service: imageshare.ServiceTencentcloudCvm,\nRegion: pulumi.String("ap-guangzhou"),',
      `ImageId: pulumi.String("${imageId}"),`,
      `Accounts: pulumi.ToStringArray([]string{${quoted(accounts)}}),`,
      `}${options.join("")})\nreturn err`,
    ];
    return program.replace("return err", second.join("\n"));
  },
};
