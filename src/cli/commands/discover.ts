/** `image-share discover`: lists what is shared already, and writes it to a file. */
import { existsSync } from "node:fs";
import { formatAccounts } from "../../core/accounts";
import { stripControlChars } from "../../core/printable";
import { imageLabel, shareId } from "../../core/target";
import { discoverAll, type Found, granteesOf, leftOutLine } from "../discovery";
import { exitCodes } from "../exit-codes";
import type { Format } from "../formats";
import { printErrorOnce } from "../inspect";
import { occupied, writeNewFile } from "../output-file";
import { placesIn } from "../places";
import { render } from "../render";
import { UsageError } from "../report-failure";
import type { CommonOptions, Outcome, Session } from "../session";
import { checkProfiles } from "../share-file";
import { images } from "../summary";

export interface DiscoverOptions extends CommonOptions {
  readonly service: readonly string[];
  readonly region?: readonly string[];
  readonly profile?: string;
  readonly all: boolean;
  readonly write?: Format;
  readonly output?: string;
}

export async function discover(session: Session, options: DiscoverOptions): Promise<Outcome> {
  const { profile, all, write } = options;
  checkOutputs(options);
  // Without --write, --output is where the lines go, as in every command.
  const output = write === undefined || options.output === "-" ? undefined : options.output;
  const places = placesIn(options, [profile]);
  if (output !== undefined && existsSync(output)) throw occupied(output);
  checkProfiles(session.file, [profile]);
  const discovery = await discoverAll(session, places, profile);
  const found = discovery.found.filter((image) => all || isShared(image));
  session.warn(...discovery.leftOut.map(leftOutLine));
  printErrorOnce(session, discovery.errors);
  const isComplete = discovery.errors.length === 0 && !session.interrupted;
  const names = session.namesOf(found.flatMap(granteesOf));

  if (write === undefined || output !== undefined) {
    session.print(...found.map(lineOf));
    const counts = `${images(discovery.found.length)}, ${discovery.found.filter(isShared).length} of them shared`;
    session.print(isComplete ? counts : `${counts}, as far as it got`);
  }
  if (write !== undefined && !isComplete) session.warn("Not everything could be read: nothing was written.");
  else if (write !== undefined && found.length === 0) {
    session.warn("No image is shared: nothing was written. See --all.");
  } else if (write !== undefined) {
    const endpoint = session.app.connections.settings.endpointOption?.url.origin;
    const text = render(write, found, { profile, names, endpoint });
    if (output === undefined) session.printText(text);
    else await writeNewFile(output, text);
  }
  const document = {
    images: found.map(({ target, ...image }) => ({ id: shareId(target), ...target, ...image })),
    accountNames: names,
    leftOut: discovery.leftOut.map(({ target, reason }) => ({ id: shareId(target), ...target, reason })),
    errors: discovery.errors.map((error) => session.asDocument(error)),
  };
  const code = session.interrupted ? exitCodes.interrupted : isComplete ? exitCodes.ok : exitCodes.failed;
  return { code, document };
}

/** @throws UsageError */
function checkOutputs({ json, write, output }: DiscoverOptions): void {
  if (json && write !== undefined && (output === undefined || output === "-")) {
    throw new UsageError("--json and --write both print: send one of them to a file with --output");
  }
}

function isShared(found: Found): boolean {
  return granteesOf(found).length > 0;
}

/** The image, its name, and the accounts that have access. */
function lineOf(found: Found): string {
  const { target, name, public: isPublic } = found;
  const everybody = granteesOf(found);
  const title = name === target.imageId ? "" : stripControlChars(name);
  const access = everybody.length === 0 ? "nobody" : formatAccounts(everybody);
  return `${imageLabel(target)}${title === "" ? "" : ` "${title}"`}: ${isPublic ? "public; " : ""}${access}`;
}
