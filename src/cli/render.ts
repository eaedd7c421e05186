/** Renders discovered shares as stack configuration, as a program, or as a share file. */
import { Document, isMap, isScalar, isSeq, Scalar } from "yaml";
import type { AccountId } from "../core/accounts";
import { granteeLists } from "../core/grantees";
import { stripControlChars } from "../core/printable";
import { entryFor, type Found } from "./discovery";
import type { Format } from "./formats";

interface Details {
  /** The address of `--endpoint`: the file does not describe the vendors' images. */
  readonly endpoint: string | undefined;
  readonly profile: string | undefined;
  /** The configured names of the accounts. */
  readonly names: Readonly<Record<AccountId, string>>;
}

/** Names become comments, because text from others must not change the file's meaning. */
export function render(format: Format, found: readonly Found[], details: Details): string {
  switch (format) {
    case "config":
      return asConfig(found, details);
    case "program":
      return asProgram(found, details);
    case "json":
      return `${JSON.stringify(asShareFile(found, details), undefined, 2)}\n`;
  }
}

const origin = "Written by image-share discover: applying it as it is changes nothing.";

function asShareFile(found: readonly Found[], { profile, endpoint }: Details): Record<string, unknown> {
  const shares = found.map((image) => entryFor(image, profile));
  return endpoint === undefined ? { shares } : { endpoint, shares };
}

function asConfig(found: readonly Found[], details: Details): string {
  const { names } = details;
  const members = Object.entries(asShareFile(found, details));
  const config = Object.fromEntries(members.map(([key, value]) => [`image-share:${key}`, value]));
  const document = new Document({ config });
  document.commentBefore = ` ${origin}`;
  const list = document.getIn(["config", "image-share:shares"]);
  if (!isSeq(list)) throw new TypeError("a list of shares is expected");
  for (const [index, share] of list.items.entries()) {
    if (!isMap(share)) continue;
    const name = titleOf(found[index]);
    if (name !== "") share.commentBefore = ` ${name}`;
    const lists = granteeLists.map(({ argument }) => share.get(argument));
    for (const account of lists.flatMap((list) => (isSeq(list) ? list.items : []))) {
      if (!isScalar(account)) continue;
      // Digits without quotes would be a number, and large numbers lose digits.
      account.type = Scalar.QUOTE_DOUBLE;
      const person = comment(names[String(account.value)] ?? "");
      if (person !== "") account.comment = ` ${person}`;
    }
  }
  return document.toString({ lineWidth: 0 });
}

function asProgram(found: readonly Found[], details: Details): string {
  const where =
    details.endpoint === undefined
      ? ""
      : `\n// Found at ${details.endpoint}: run "pulumi config set image-share:endpoint ${details.endpoint}" first.`;
  return `// ${origin}${where}
import type { ImageShareArgs } from "pulumi-image-share";
import { ImageShare } from "pulumi-image-share";

const shares: Record<string, ImageShareArgs> = {
${found.map((image) => propertyOf(image, details)).join("\n")}
};

for (const [name, args] of Object.entries(shares)) new ImageShare(name, args);
`;
}

function propertyOf(image: Found, { profile, names }: Details): string {
  const { service, region, imageId } = image.target;
  const name = titleOf(image);
  const resource = [service, region, imageId].filter((part) => part !== undefined).join("-");
  const args = Object.entries(entryFor(image, profile)).map(([key, value]) =>
    Array.isArray(value) ? `    ${key}: ${listOf(value, names)},` : `    ${key}: ${JSON.stringify(value)},`,
  );
  return [...(name === "" ? [] : [`  // ${name}`]), `  ${JSON.stringify(resource)}: {`, ...args, "  },"].join(
    "\n",
  );
}

function listOf(accounts: readonly AccountId[], names: Details["names"]): string {
  if (accounts.length === 0) return "[]";
  const lines = accounts.map((account) => {
    const person = comment(names[account] ?? "");
    return `      ${JSON.stringify(account)},${person === "" ? "" : ` // ${person}`}`;
  });
  return ["[", ...lines, "    ]"].join("\n");
}

/** Empty for an image without a name. */
function titleOf(image: Found | undefined): string {
  const name = comment(image?.name ?? "");
  return name === image?.target.imageId ? "" : name;
}

/** The text on one line, so that it ends with the comment. */
function comment(text: string): string {
  return stripControlChars(text);
}
