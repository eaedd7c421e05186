/** `image-share discover`: lists what is shared already, and writes it to a file. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { findService } from "../../backends/registry";
import { formatAccounts, OWN_ECS } from "../../core/accounts";
import { stripControlChars } from "../../core/printable";
import { imageLabel, shareId } from "../../core/target";
import { codeOf, shareFileError } from "../config-document";
import { discoverAll, type Found, leftOutLine, type Place } from "../discovery";
import { exitCodes } from "../exit-codes";
import { printErrorOnce } from "../inspect";
import { type Format, render } from "../render";
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
  const { profile, all, write, output } = options;
  const places = placesIn(options);
  if (output !== undefined && existsSync(output)) throw occupied(output);
  checkProfiles(session.file, [profile]);
  const discovery = await discoverAll(session, places, profile);
  const found = discovery.found.filter((image) => all || isShared(image));
  session.note(...discovery.leftOut.map(leftOutLine));
  printErrorOnce(session, discovery.errors);
  const isComplete = discovery.errors.length === 0 && !session.interrupted;
  const names = session.namesOf(found.flatMap(({ accounts }) => accounts));

  if (write === undefined || output !== undefined) {
    session.print(...found.map(lineOf));
    const counts = `${images(discovery.found.length)}, ${discovery.found.filter(isShared).length} of them shared`;
    session.print(isComplete ? counts : `${counts}, as far as it got`);
  }
  if (write !== undefined && !isComplete) session.note("Not everything could be read: nothing was written.");
  else if (write !== undefined && found.length === 0) {
    session.note("No image is shared: nothing was written. See --all.");
  } else if (write !== undefined) {
    const endpoint = session.app.connections.settings.endpointOption?.url.origin;
    const text = render(write, found, { profile, names, endpoint });
    if (output === undefined) session.printText(text);
    else await save(output, text);
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

/** The places to list: each region with every service that has regions; `<service>=<region>` with that service alone. */
function placesIn({
  service: services,
  region: regions = [],
  json,
  write,
  output,
}: DiscoverOptions): Place[] {
  if (json && write !== undefined && output === undefined) {
    throw new UsageError("--json and --write both print: send one of them to a file with --output");
  }
  if (output !== undefined && write === undefined) {
    throw new UsageError("--output is where --write writes: say --write config, program or json");
  }
  const named = regions.map((region) => {
    const [left = "", right] = region.split("=", 2);
    return right === undefined ? { service: undefined, region: left } : { service: left, region: right };
  });
  const used = new Set<object>();
  const places = [...new Set(services)].flatMap((service): Place[] => {
    if (findService(service)?.facts.region === undefined) return [{ service, region: undefined }];
    const mine = named.filter((region) => region.service === undefined || region.service === service);
    for (const region of mine) used.add(region);
    if (mine.length > 0)
      return [...new Set(mine.map(({ region }) => region))].map((region) => ({ service, region }));
    throw new UsageError(`${service} has regions: say which with --region (several times for several)`);
  });
  const unused = named.find((region) => !used.has(region));
  if (unused === undefined) return places;
  throw new UsageError(`--region ${unused.region}: none of the services asked for has regions like this`);
}

function isShared({ accounts, shareToEcs }: Found): boolean {
  return accounts.length > 0 || shareToEcs === true;
}

/** The image, its name, and the accounts that have access. */
function lineOf({ target, name, accounts, shareToEcs, public: isPublic }: Found): string {
  const everybody = [...accounts, ...(shareToEcs === true ? [OWN_ECS] : [])];
  const title = name === target.imageId ? "" : stripControlChars(name);
  const access = everybody.length === 0 ? "nobody" : formatAccounts(everybody);
  return `${imageLabel(target)}${title === "" ? "" : ` "${title}"`}: ${isPublic ? "public; " : ""}${access}`;
}

async function save(path: string, text: string): Promise<void> {
  try {
    // Fails if the file exists, even if it was written meanwhile.
    await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    const code = codeOf(error);
    throw code === "EEXIST" ? occupied(path) : shareFileError(`${path} cannot be written (${code})`, error);
  }
}

function occupied(path: string): Error {
  return shareFileError(`${path} is there already, and is not overwritten: name another file, or remove it`);
}
