/** Lines that count a part of their accounts: the lists of the program's shares have the rest. */
import { formatAccounts } from "../../core/accounts";
import { type CutKind, completeLine, type Listing } from "../../core/cut-lines";
import { imageLabel, shareId } from "../../core/target";
import type { Draft } from "./image-review";
import type { Saying } from "./lines";
import type { Step } from "./preview";
import { heldBy, isShare, wantedBy } from "./share";

/** What the program lists, and what state records before, by image. */
export class Listings {
  private readonly byImage = new Map<string, Listing[]>();

  constructor(steps: readonly Step[]) {
    for (const { before, after } of steps) {
      if (after === undefined || !isShare(after)) continue;
      const { target, accounts: listed, secret, unknown } = wantedBy(after);
      if (target === undefined || secret.length + unknown.length > 0) continue;
      const id = shareId(target);
      const held = before !== undefined && isShare(before) ? heldBy(before) : undefined;
      const isSame = held?.target !== undefined && shareId(held.target) === id;
      const { owned, foreign } = isSame ? held : { owned: [], foreign: [] };
      this.byImage.set(id, [...(this.byImage.get(id) ?? []), { listed, owned, foreign }]);
    }
  }

  /** Adds a line with all of its accounts to the image; without them, a line that they are not known. */
  complete(image: Draft, saying: Saying): void {
    const { what, accounts, more = 0 } = saying;
    const kind = kindOf(what);
    const others = [...image.gains, ...image.keeps].flatMap((one) => one.accounts);
    for (const listing of kind === undefined ? [] : (this.byImage.get(shareId(image.target)) ?? [])) {
      const all = completeLine({ kind: kind ?? "gain", accounts, more }, listing, others);
      if (all === undefined) continue;
      (kind === "has-already" ? image.keeps : image.gains).push({ what, accounts: all });
      return;
    }
    image.notKnown.push(
      `${imageLabel(image.target)}: ${what}: ${formatAccounts(accounts)} and ${more} more, and who they are is not known, ` +
        "because the preview does not show what the program lists. Run pulumi preview --json with --show-secrets",
    );
  }
}

function kindOf(what: string): CutKind | undefined {
  if (/^(will|would) gain access$/.test(what)) return "gain";
  if (/^(will|would) gain access again \(removed outside of Pulumi\)$/.test(what)) return "gain-again";
  return /^has access already \(listed\b/.test(what) ? "has-already" : undefined;
}
