/** Reviews a preview: what it means for access, image by image. */
import { type AccountId, difference, formatAccounts, intersection } from "../../core/accounts";
import { configText } from "../../core/config-text";
import { type ImageTarget, imageLabel, shareId } from "../../core/target";
import { Claims } from "./claims";
import { Listings } from "./cut-sayings";
import { type Ending, endingsIn } from "./endings";
import { type Draft, emptyDraft, type ImageReview, isWorthALine, tidied, unique } from "./image-review";
import { type Line, Reader, type Saying } from "./lines";
import { type Whereabouts, whereaboutsOf } from "./places";
import type { EngineResource, Preview, Step } from "./preview";
import { type Held, heldBy, isShare, nameOf, wantedBy } from "./share";
import type { KnownState } from "./stack-state";

export interface Review {
  /** Images with lines, sorted. */
  readonly images: readonly ImageReview[];
  /** What is not known, without an image. */
  readonly notKnown: readonly string[];
  /** Other lines, from this package and from others. */
  readonly notes: readonly string[];
  /** Why the preview itself failed. */
  readonly errors: readonly string[];
  readonly names: Readonly<Record<AccountId, string>>;
}

/** `go`: no account loses access, and everything is known. `failed`: the preview failed, so it proves nothing. */
export type Verdict = "go" | "stop" | "failed";

export function verdictOn({ images, notKnown, errors }: Review): Verdict {
  if (errors.length > 0) return "failed";
  const stops = images.some((image) =>
    [image.losses, image.notKnown, image.blocked].some((part) => part.length > 0),
  );
  return stops || notKnown.length > 0 ? "stop" : "go";
}

/** Whether an approval can hold the changes: all are known, and the up will carry them out. */
export function isApprovable({ images, notKnown, errors }: Review): boolean {
  const isOpen = images.some((image) => image.notKnown.length > 0 || image.blocked.length > 0);
  return errors.length === 0 && notKnown.length === 0 && !isOpen;
}

/** @param state the stack's state before the preview */
export function review(preview: Preview, state: KnownState): Review {
  return new Reviewer(preview, state).review();
}

/** Steps after which the share exists. */
const carriedOut: readonly Step["op"][] = [
  "create",
  "update",
  "replace",
  "create-replacement",
  "import",
  "import-replacement",
];

const SHOW_ALL = "Run pulumi preview --json with --show-sames and --show-replacement-steps";

class Reviewer {
  private readonly images = new Map<string, Draft>();
  /** Lines that count some of their accounts. */
  private readonly cut: { readonly image: Draft; readonly saying: Saying }[] = [];
  private readonly notKnown: string[] = [];
  private readonly notes: string[] = [];
  private readonly names: Readonly<Record<AccountId, string>>;
  /** Images whose share is replaced. */
  private readonly replaced: ReadonlySet<string>;

  private readonly preview: Preview;
  private readonly state: KnownState;

  constructor(preview: Preview, state: KnownState) {
    this.preview = preview;
    this.state = state;
    this.names = accountNames(preview.config.get("image-share:accountNames"));
    const replacements = preview.steps.filter(({ op }) => op === "replace");
    this.replaced = new Set(sharesBefore(replacements).flatMap((share) => idsOf(heldBy(share).target)));
  }

  review(): Review {
    const { errors, steps } = this.preview;
    const hasFailed = errors.length > 0;
    const { endings, hidden, lost, gaps } = endingsIn(this.preview, this.state, hasFailed);
    this.notKnown.push(...gaps);
    for (const line of this.lines()) this.take(line);
    const listings = new Listings(steps);
    for (const { image, saying } of this.cut) listings.complete(image, saying);
    const claims = new Claims(steps, hidden);
    for (const ending of endings) this.end(ending, claims);
    for (const image of this.images.values()) giveBack(image, claims);
    // A failed preview may not have reached all of them.
    if (!hasFailed) for (const share of lost) this.loseSight(share);
    for (const step of steps) this.consider(step, hasFailed);
    const images = [...this.images.values()].sort((left, right) =>
      shareId(left.target) < shareId(right.target) ? -1 : 1,
    );
    return {
      images: images.map(tidied).filter(isWorthALine),
      notKnown: unique(this.notKnown),
      notes: unique(this.notes),
      errors,
      names: this.names,
    };
  }

  private lines(): Line[] {
    const { steps } = this.preview;
    const after = steps.flatMap((step) => (step.after && isShare(step.after) ? step.after : []));
    const recorded = "resources" in this.state ? this.state.resources.filter(isShare) : [];
    const held = [...recorded, ...sharesBefore(steps)];
    const targets = [...held.map(heldBy), ...after.map(wantedBy)].flatMap(({ target }) => target ?? []);
    const reader = new Reader(targets, this.names);
    return unique(this.preview.lines).map((line) => reader.read(line));
  }

  private image(target: ImageTarget): Draft {
    const known = this.images.get(shareId(target));
    if (known !== undefined) return known;
    const image = emptyDraft(target);
    this.images.set(shareId(target), image);
    return image;
  }

  private take(line: Line): void {
    const { kind, text, saying, targets } = line;
    const [target, ...others] = targets;
    if (target === undefined || others.length > 0) {
      const isHarmless = kind === "note" || kind === "keep";
      (isHarmless ? this.notes : this.notKnown).push(
        kind === "gain" || kind === "loss" ? `which service this is about is not known: ${text}` : text,
      );
      for (const other of targets) this.image(other).isMentioned = true;
      return;
    }
    const image = this.image(target);
    image.isMentioned = true;
    if (saying.more !== undefined) this.cut.push({ image, saying });
    if (saying.more !== undefined && kind !== "loss") return;
    if (kind === "gain") image.gains.push(saying);
    else if (kind === "keep") image.keeps.push(saying);
    else if (kind === "loss") {
      // The provider does not know the resource's options, nor whether an earlier run deleted it.
      if (!(saying.what.includes("another image takes its place") && this.replaced.has(shareId(target)))) {
        image.losses.push(saying);
      }
    } else if (kind === "blocked") image.blocked.push(text);
    else if (kind === "not-known") image.notKnown.push(text);
    else image.notes.push(text);
  }

  private end({ share, why, spared, deletedFirstBy }: Ending, claims: Claims): void {
    const held = heldBy(share);
    const { target, accounts } = held;
    const loses = `will lose access (${why})`;
    if (target === undefined) {
      this.notKnown.push(`${nameOf(share.urn)}: who ${loses} is not known: its state does not name an image`);
      return;
    }
    const image = this.image(target);
    const hidden = hiddenPart(held);
    image.keeps.push({ what: "keeps access (left out of the program)", accounts: held.leftOut });
    const keepsListed = (account: AccountId) => {
      const who = claims.keepsItself(target, account, share.urn) ? "the program" : "another resource";
      image.keeps.push({ what: `keeps access (${who} lists them)`, accounts: [account] });
    };
    if (spared !== undefined) {
      const listed = accounts.filter((account) => claims.keeps(target, account) === true);
      const left = difference(accounts, new Set(listed));
      for (const account of listed) keepsListed(account);
      if (hidden === undefined) image.keeps.push({ what: `keeps access (${spared})`, accounts: left });
      else image.notes.push(`${imageLabel(target)}: keeps access (${spared}): ${hidden}`);
      return;
    }
    if (hidden !== undefined) {
      image.notKnown.push(`${imageLabel(target)}: ${loses}, and who it is is not known: ${hidden}`);
    }
    const guarded = intersection(accounts, new Set(held.protectedAccounts));
    image.keeps.push({ what: "keeps access (protectedAccounts protects them)", accounts: guarded });
    const where = whereaboutsOf(held, this.preview.config);
    const left: AccountId[] = [];
    for (const account of difference(accounts, new Set(guarded))) {
      const kept = claims.keeps(target, account);
      // The engine may process the others later: they then give access again.
      const isSure = deletedFirstBy === undefined || claims.keepsItself(target, account, deletedFirstBy);
      if (kept === true && isSure) keepsListed(account);
      else if (typeof kept === "boolean") {
        if (where.kind === "elsewhere") left.push(account);
        else image.losses.push({ what: loses, accounts: [account] });
      } else {
        image.notKnown.push(
          `${imageLabel(target)}: ${loses}, unless ${kept.join(", ")} lists it, which is not known: ${account}. ` +
            SHOW_ALL,
        );
      }
    }
    if (where.kind === "hidden") this.notes.push(hiddenPlaceLine(where.what));
    // For a replaced share, the provider printed the line itself.
    const isSaid = image.notes.some((note) => note.includes(": nothing is revoked at "));
    if (where.kind !== "elsewhere" || left.length === 0 || isSaid) return;
    image.notKnown.push(
      `${imageLabel(target)}: ${loses}, ${unlessElsewhere(where)}: ${formatAccounts(left)}`,
    );
  }

  private loseSight(share: EngineResource): void {
    const { target } = heldBy(share);
    const line = `what becomes of the share "${nameOf(share.urn)}" is not known: the preview leaves it out. ${SHOW_ALL}`;
    if (target === undefined) this.notKnown.push(line);
    else this.image(target).notKnown.push(`${imageLabel(target)}: ${line}`);
  }

  /** Finds steps without a line of the provider, although the up will change something. */
  private consider({ op, urn, before, after }: Step, hasFailed: boolean): void {
    if (after === undefined || !isShare(after) || after.external || !carriedOut.includes(op)) return;
    const { target, unknown, strange, accounts, secret } = wantedBy(after);
    const label = target === undefined ? nameOf(urn) : imageLabel(target);
    const say = (why: string) => {
      const line = `${label}: what up will change is not known: ${why}`;
      if (target === undefined) this.notKnown.push(line);
      else if (this.image(target).notKnown.length === 0) this.image(target).notKnown.push(line);
    };
    if (unknown.length > 0) say(`${unknown.join(", ")} will only be known in the up`);
    if (strange.length > 0) say(`${strange.join(", ")} cannot be read`);
    if (target === undefined) {
      if (unknown.length === 0) say(`the preview does not show which image it is (${secret.join(", ")})`);
      return;
    }
    if (this.preview.config.get("image-share:liveDiff") === "false") {
      say("image-share:liveDiff is false, so current access is not read");
    }
    const held = before === undefined || !isShare(before) ? undefined : heldBy(before).target;
    const isNew = held === undefined || shareId(held) !== shareId(target);
    const mustSpeak = isNew && (accounts.length > 0 || secret.length > 0);
    if (mustSpeak && !hasFailed && !this.image(target).isMentioned) {
      say("the preview says nothing of the image, although it is to be shared");
    }
  }
}

/** An update may revoke an account that another resource lists and adds again, because the engine runs both in any order. */
function giveBack({ target, losses, gains }: Draft, claims: Claims): void {
  const lost = losses.flatMap(({ accounts }) => accounts);
  const accounts = lost.filter((account) => claims.keeps(target, account) === true);
  if (accounts.length > 0)
    gains.push({ what: "will gain access again (another resource lists them)", accounts });
}

function sharesBefore(steps: readonly Step[]): EngineResource[] {
  return steps.flatMap(({ before }) => (before !== undefined && isShare(before) ? before : []));
}

/** A destroy, and an up without shares in the program, use the configuration of the last up. */
function unlessElsewhere({ there, here, isMoving }: Extract<Whereabouts, { kind: "elsewhere" }>): string {
  const then = isMoving ? "then up revokes nothing there" : "then up refuses this: wrong-endpoint";
  return (
    `unless up goes by the configuration as it is now, which names ${here}, while the share was made at ${there} ` +
    `(${then})`
  );
}

function hiddenPlaceLine(what: string): string {
  return (
    "whether the configuration names the endpoint that the shares which end were made at is not known, because " +
    `${what} is secret: at another endpoint, up revokes nothing`
  );
}

function idsOf(target: ImageTarget | undefined): string[] {
  return target === undefined ? [] : [shareId(target)];
}

/** Describes the parts of a share's state that cannot be read. */
function hiddenPart({ secret, unknown, strange }: Held): string | undefined {
  if (secret.length > 0)
    return `${secret.join(", ")} ${secret.length === 1 && secret[0] !== "accounts" ? "is" : "are"} secret`;
  const other = [...unknown, ...strange];
  return other.length > 0 ? `${other.join(", ")} cannot be read` : undefined;
}

/** The configured names; empty if they are secret or invalid, because names are optional. */
function accountNames(text: string | undefined): Record<AccountId, string> {
  if (text === undefined) return {};
  try {
    const names: unknown = JSON.parse(text);
    if (typeof names !== "object" || names === null) return {};
    return Object.fromEntries(
      Object.entries(names).flatMap(([account, name]) => {
        const { success, data } = configText.safeParse(name);
        return success ? [[account, data]] : [];
      }),
    );
  } catch {
    return {};
  }
}
