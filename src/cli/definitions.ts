/** The commands' options and help texts. What a command does is loaded when it is asked for. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { serviceNames } from "../core/services";
import { failures } from "../report/fail-on";
import { exitCodeHelp } from "./exit-codes";
import { formats } from "./formats";
import { help } from "./help";

export function showCommand(root: Command): Command {
  return root
    .command("show")
    .description("Shows who has access to an image.")
    .addOption(new Option("--service <name>", "the service").choices(serviceNames).makeOptionMandatory())
    .option("--region <region>", "the image's region, where the service has any")
    .requiredOption("--image <id>", "the image's ID")
    .option("--profile <name>", "credentials: a profile of the file that --config names")
    .option("--config <file>", "a file with credentials and names of accounts, as check takes it")
    .addHelpText(
      "after",
      help(
        [
          "image-share show --service tencentcloud-cvm --region ap-guangzhou --image img-6pb6lrmy",
          "image-share show --service alicloud-ens --image m-5s7qotzavwbrnzaqh4unm --json",
        ],
        exitCodeHelp("ok", "failed", "usage", "interrupted"),
      ),
    );
}

export function discoverCommand(root: Command): Command {
  return root
    .command("discover")
    .description("Lists the account's own images and who they are shared with, and writes shares from it.")
    .addOption(
      new Option("--service <name...>", "one or more services").choices(serviceNames).makeOptionMandatory(),
    )
    .option(
      "--region <region...>",
      "one or more regions, or all; <service>=<region> for one of several services",
    )
    .option("--profile <name>", "credentials: a profile of the file that --config names")
    .option("--config <file>", "a file with credentials and names of accounts, as check takes it")
    .option("--all", "also images that are shared with nobody", false)
    .addOption(
      new Option(
        "--write <format>",
        "writes what is shared: a stack configuration, a program, a share file",
      ).choices(formats),
    )
    .addHelpText(
      "after",
      help(
        [
          "image-share discover --service tencentcloud-cvm --region ap-guangzhou ap-singapore",
          "image-share discover --service alicloud-ens --write config --output Pulumi.dev.yaml",
          "image-share discover --service alicloud-ecs volcengine-ecs \\",
          "  --region alicloud-ecs=cn-hangzhou volcengine-ecs=cn-beijing --write program > index.ts",
        ],
        "Applying what is written changes nothing: it lists every account that has access. An account that you\n" +
          "remove from the list loses access at the next run.",
        exitCodeHelp("ok", "failed", "usage", "interrupted"),
      ),
    );
}

/** `--fail-on public,unknown` and `--fail-on public unknown`. */
function failOnOption(): Option {
  const names = Object.keys(failures);
  return new Option("--fail-on <finding...>", `end with 2 if there is one: ${names.join(", ")}`).argParser(
    (value: string, before: readonly string[] | undefined) => {
      const asked = value.split(",").filter((name) => name !== "");
      const wrong = asked.find((name) => !names.includes(name));
      if (wrong !== undefined) {
        throw new InvalidArgumentError(`${wrong} is none of ${names.join(", ")}.`);
      }
      return [...(before ?? []), ...asked];
    },
  );
}

export function reportCommand(root: Command): Command {
  return root
    .command("report")
    .description("Reports who can use which image: a page, a document, a table, a summary.")
    .addOption(new Option("--service <name...>", "one or more services").choices(serviceNames))
    .option(
      "--region <region...>",
      "one or more regions, or all; <service>=<region> for one of several services",
    )
    .option("--profile <name...>", "credentials: one or more profiles of the file that --config names")
    .option("--config <file>", `compares with ${fileOption}`)
    .option("--stack <name>", "compares with the configuration of a stack, which Pulumi prints")
    .option("--output <file...>", "where to write: the name ends with .html, .json, .csv or .md")
    .option("--csv", "print a table", false)
    .option("--markdown", "print a summary for a pipeline's step", false)
    .option("--since <file>", "an earlier report (.json): says what changed")
    .addOption(failOnOption())
    .addHelpText(
      "after",
      help(
        [
          "image-share report --service tencentcloud-cvm --region all --output report.html",
          "image-share report --config Pulumi.prod.yaml --markdown --fail-on public,drift",
          "image-share report --service alicloud-ecs --region cn-hangzhou --config shares.json \\",
          "  --since last.json --output report.html last.json",
        ],
        "Nothing is changed. Without --service, the images of the file are looked at; with it, all images of the\n" +
          "account there, and the file's. Files that are there already are replaced.",
        exitCodeHelp("ok", "failed", "found", "usage", "interrupted"),
      ),
    );
}

const fileOption = "Pulumi.<stack>.yaml, a JSON share file, or - for standard input";

export function checkCommand(root: Command): Command {
  return root
    .command("check")
    .description("Compares a file with the clouds, and tells by its exit code whether they differ.")
    .requiredOption("--config <file>", fileOption)
    .addHelpText(
      "after",
      help(
        [
          "image-share check --config Pulumi.prod.yaml",
          "pulumi config --json --show-secrets | image-share check --config -",
          "image-share check --config shares.json --json | jq '.images[] | select(.status != \"as-listed\")'",
        ],
        "Nothing is changed, and Pulumi is not needed. With exclusive: false, only accounts that have no access\n" +
          "are drift. A share that could not be read counts more than drift of others.",
        exitCodeHelp("ok", "failed", "drift", "usage", "interrupted"),
      ),
    );
}

export function applyCommand(root: Command): Command {
  return root
    .command("apply")
    .description("Brings the clouds to what a file lists, after showing it and asking.")
    .requiredOption("--config <file>", fileOption)
    .option("--yes", "do not ask", false)
    .addHelpText(
      "after",
      help(
        ["image-share apply --config Pulumi.prod.yaml", "image-share apply --config shares.json --yes"],
        "The guards of the resource hold: exclusive, protectedAccounts, maxRemovals, allowEmpty, the limit of accounts,\n" +
          "and image-share:maxRemovals over all images. When one refuses, nothing is changed, of no image.\n" +
          "IMAGE_SHARE_MAX_REMOVALS=<number> in the environment allows one run that many removals. There is no state\n" +
          "here: with exclusive: false, no account loses access, even when you remove it from the list. Without a\n" +
          "terminal to confirm on, --yes is needed.",
        exitCodeHelp("ok", "failed", "refused", "usage", "interrupted"),
      ),
    );
}

export function reviewCommand(root: Command): Command {
  return root
    .command("review")
    .description(
      "Says who gains and who loses access in a preview of Pulumi, and tells by its exit code whether to stop.",
    )
    .argument("[preview]", "what pulumi preview --json prints, as a file, or - for standard input", "-")
    .option("--state <file>", "what pulumi stack export prints (default: it is run)")
    .option("--stack <name>", "the stack to export (default: the preview's)")
    .option("--approve <file>", "writes what may change, for image-share:approved")
    .option(
      "--after <file>",
      "what pulumi up --json printed: says what of the preview is done, failed, not begun",
    )
    .option("--markdown", "print a comment for a pull request", false)
    .addHelpText(
      "after",
      help(
        [
          "pulumi preview --json --show-sames --show-replacement-steps > preview.json",
          "pulumi-image-share review preview.json",
          "pulumi-image-share review preview.json --markdown >> comment.md",
        ],
        "No cloud is called. Anything not understood, not known or missing stops. With --approve, losses that\n" +
          "the file names do not.",
        exitCodeHelp("ok", "failed", "stop", "usage", "interrupted"),
      ),
    );
}

export function explainCommand(root: Command): Command {
  return root
    .command("explain")
    .description("Explains a message: prints the part of docs/errors.md that the message names.")
    .argument("[topic]", "the topic at the end of the message (default: lists the topics)")
    .addHelpText("after", help(["image-share explain wrong-account"], exitCodeHelp("ok", "failed", "usage")));
}

export function doctorCommand(root: Command): Command {
  return root
    .command("doctor")
    .description(
      "Says what is wrong with this machine, the keys and the network, in lines that a bug report can hold.",
    )
    .addOption(
      new Option("--service <name...>", "the services to try (default: those configured)").choices(
        serviceNames,
      ),
    )
    .option("--region <region...>", "where to try them; <service>=<region> for one of several services")
    .option("--profile <name>", "credentials: a profile of the file that --config names")
    .option("--config <file>", "a file with credentials and shares, as check takes it")
    .option("--stack <name>", "in place of a file: the stack whose configuration Pulumi prints")
    .addHelpText(
      "after",
      help(
        [
          "image-share doctor",
          "image-share doctor --config Pulumi.prod.yaml",
          "image-share doctor --service aws-ec2 --region eu-central-1 --json",
        ],
        "Nothing is changed. Each service is asked for one page of images, and for the access of one of them; the\n" +
          "permission to share is not tried. No key, token or password is in the output.",
        exitCodeHelp("ok", "failed", "usage", "interrupted"),
      ),
    );
}
