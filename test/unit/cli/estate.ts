/** Forty images in each service, most of them shared, as years of clicking leave them behind. */
import type { Emulator, Target } from "../../../src/emulator";
import { accountsOf, everySubject, imageOf } from "../../support/services";

/** What somebody may have called an image. */
export const hostileName = "golden\n- service: x\u001b[2J\u2028*/ `$(reboot)` \u202e# 'quoted\"";

export const places: readonly string[] = everySubject.flatMap(({ target: { service, region } }) =>
  region === undefined ? [] : [`${service}=${region}`],
);

const PER_SERVICE = 40;

export const estateSize = PER_SERVICE * everySubject.length;

/** @returns the images that are shared, by service */
export function seedEstate(emulator: Emulator, perService = PER_SERVICE): Target[] {
  return everySubject.flatMap((subject) =>
    Array.from({ length: perService }, (_, index) => {
      const target = imageOf(subject, index);
      // Every tenth is not shared; the others have one to seven accounts.
      const count = index % 10 === 0 ? 0 : 1 + (index % 7);
      const shareToEcs = target.service === "alicloud-swas" && index % 4 === 0;
      emulator.putImage({
        ...target,
        name: index % 5 === 1 ? hostileName : `golden ${index}`,
        accounts: accountsOf(subject, index + 1, index + 1 + count),
        shareToEcs,
      });
      return count > 0 || shareToEcs ? [target] : [];
    }).flat(),
  );
}
