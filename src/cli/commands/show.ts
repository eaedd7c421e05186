/** `image-share show`: who has access to an image. */

import { getAccess } from "../../app/access";
import { listedIn } from "../../core/managed-parts";
import { imageLabel, shareId } from "../../core/target";
import { exitCodes } from "../exit-codes";
import type { CommonOptions, Outcome, Session } from "../session";
import { checkProfiles } from "../share-file";

export interface ShowOptions extends CommonOptions {
  readonly service: string;
  readonly region?: string;
  readonly image: string;
  readonly profile?: string;
}

export async function show(session: Session, options: ShowOptions): Promise<Outcome> {
  const { service, region, image: imageId, profile } = options;
  checkProfiles(session.file, [profile]);
  const target = { service, ...(region === undefined ? {} : { region }), imageId };
  const access = await getAccess(session.app, {
    ...target,
    ...(profile === undefined ? {} : { credentials: profile }),
  });
  const keys = await session.app.describeKeys(service, profile);
  session.note(`${imageLabel(target)}: keys: ${keys}`);
  const everybody = listedIn(access);
  const publicly = access.public ? "public, and shared" : "shared";
  session.print(`${imageLabel(target)}: ${publicly} with${everybody.length === 0 ? " nobody" : ""}`);
  session.printAccounts(everybody);
  const document = {
    id: shareId(target),
    ...target,
    ...access,
    keys,
    accountNames: session.namesOf(everybody),
  };
  return { code: exitCodes.ok, document };
}
