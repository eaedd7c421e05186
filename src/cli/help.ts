/** The ends of the help texts. */
import { exitCodeHelp } from "./exit-codes";

/** The end of a command's help text. */
export function help(examples: readonly string[], ...parts: readonly string[]): string {
  return ["", "Examples:", ...examples.map((line) => `  ${line}`), "", parts.join("\n\n")].join("\n");
}

/** The end of the program's help text. */
export const overview = `
Shares stand in a file: stack configuration (Pulumi.<stack>.yaml, image-share:shares), or JSON:
  {"shares": [{"service": "tencentcloud-cvm", "region": "ap-guangzhou", "imageId": "img-6pb6lrmy",
               "accounts": ["100000000001"]}]}

Credentials: the file's image-share:<cloud> and image-share:profiles, or else environment variables, profile
files and instance roles, where the vendor's own tools look. None is ever printed.

Start here:
  image-share emulator                              # the clouds on one port, to try this without an account
  image-share discover --help                       # what is shared already
  image-share check --config Pulumi.dev.yaml        # is it still so?
  image-share doctor                                # what is wrong with this machine, the keys, the network

${exitCodeHelp("ok", "failed", "drift", "stop", "found", "refused", "usage", "interrupted")}`;
