/** Parses the provider's lines about an image. A line that cannot be parsed never counts as harmless. */
import { type AccountId, formatAccounts, OWN_ECS, sortedUnique } from "../../core/accounts";
import { idInText, stripControlChars } from "../../core/printable";
import { type ImageTarget, imageLabel } from "../../core/target";

/** Accounts, and the statement about them: `will lose access (no longer listed)`. */
export interface Saying {
  readonly what: string;
  readonly accounts: readonly AccountId[];
  /** How many more accounts the line counts without their names. */
  readonly more?: number;
}

export interface Line {
  /** The whole line. */
  readonly text: string;
  /** The images that it may be about: more than one if two services have an image of this ID. */
  readonly targets: readonly ImageTarget[];
  readonly kind: "gain" | "loss" | "keep" | "blocked" | "not-known" | "note";
  /** The statement of a gain, a loss or kept access, from the view of one resource. */
  readonly saying: Saying;
}

/** An ARN, or the ID of an account, which has a digit. */
const GRANTEE = /^(?:arn:[\w-]+:organizations::\d+:[a-z]+\/[\w/-]+|[\w.-]*\d[\w.-]*)/;

/** The snapshots that the accounts before have access to. */
const SNAPSHOTS = /^ on snapshots? snap-[0-9a-f]+(?:, snap-[0-9a-f]+)*/;

/** What has a name in brackets behind it. */
const NAMED = new RegExp(`${idInText.source}(?= \\()`);

export class Reader {
  private readonly targets = new Map<string, ImageTarget[]>();
  private readonly names: Readonly<Record<AccountId, string>>;

  /** @param targets every image that the preview could be about */
  constructor(targets: Iterable<ImageTarget>, names: Readonly<Record<AccountId, string>>) {
    this.names = names;
    for (const target of targets) {
      const label = imageLabel(target);
      const others = this.targets.get(label) ?? [];
      if (!others.some(({ service }) => service === target.service)) {
        this.targets.set(label, [...others, target]);
      }
    }
  }

  read(text: string): Line {
    const { targets, rest } = this.addressed(text);
    const [, will, verb] = /^(will|would) (gain|lose) access\b/.exec(rest) ?? [];
    const keeps = /^(keeps access|has access already|not revoked by this share)\b/.test(rest);
    const saying = will !== undefined || keeps ? this.saying(rest) : undefined;
    const said = saying ?? { what: rest, accounts: [] };
    const line = { text, targets, saying: said };
    // Without the names of accounts, which may hold any words.
    const words = this.withoutNames(said.what);
    if (/\bnot known\b/.test(words)) return { ...line, kind: "not-known" };
    if (/\b(will|may) (refuse|fail)\b/.test(words)) return { ...line, kind: "blocked" };
    if (saying !== undefined) {
      const kind = keeps ? "keep" : verb === "gain" ? "gain" : "loss";
      return { ...line, kind };
    }
    // Access changes, but the accounts cannot be parsed.
    if (/\b(lose|gain)s? access\b/.test(words)) return { ...line, kind: "not-known" };
    return { ...line, kind: "note" };
  }

  private addressed(text: string): { targets: readonly ImageTarget[]; rest: string } {
    for (const form of [/^(\S+ \(\S+\)): (.*)$/, /^(\S+): (.*)$/]) {
      const [, label = "", rest = ""] = form.exec(text) ?? [];
      const targets = this.targets.get(label);
      if (targets !== undefined) return { targets, rest };
    }
    // The line may be about an image that the preview does not show.
    const [, rest = text] = /^\S+(?: \(\S+\))?: (.*)$/.exec(text) ?? [];
    return { targets: [], rest };
  }

  /** The reason may hold a colon: the accounts are the earliest part that parses to the end of the line. */
  private saying(rest: string): Saying | undefined {
    for (let at = rest.indexOf(": "); at >= 0; at = rest.indexOf(": ", at + 1)) {
      const named = this.accounts(rest.slice(at + 2));
      if (named !== undefined) return { what: rest.slice(0, at), ...named };
    }
    return undefined;
  }

  private accounts(list: string): Pick<Saying, "accounts" | "more"> | undefined {
    const ownEcs = formatAccounts([OWN_ECS]);
    const accounts: AccountId[] = [];
    let left = list;
    for (;;) {
      const account = left.startsWith(ownEcs) ? ownEcs : GRANTEE.exec(left)?.[0];
      if (account === undefined) return undefined;
      accounts.push(account === ownEcs ? OWN_ECS : account);
      left = this.afterName(account, left.slice(account.length));
      const isGroupEnd = SNAPSHOTS.test(left) || left.startsWith("; ");
      left = left.replace(SNAPSHOTS, "");
      if (left === "") return { accounts: sortedUnique(accounts) };
      const [, more] = /^ and (\d+) more$/.exec(left) ?? [];
      if (more !== undefined) return { accounts: sortedUnique(accounts), more: Number(more) };
      if (!left.startsWith(isGroupEnd ? "; " : ", ")) return undefined;
      left = left.slice(2);
    }
  }

  private withoutNames(text: string): string {
    let [left, shown] = [text, ""];
    for (;;) {
      const found = NAMED.exec(left);
      if (found === null) return shown + left;
      const [account] = found;
      const end = found.index + account.length;
      shown += left.slice(0, end);
      const rest = this.afterName(account, left.slice(end));
      // A bracket that is not a name, such as a region, stays.
      left = rest === left.slice(end) ? rest.slice(1) : rest;
    }
  }

  /** Removes the name in brackets. A name may hold brackets; the configuration tells where it ends. */
  private afterName(account: AccountId, left: string): string {
    if (!left.startsWith(" (")) return left;
    const name = Object.hasOwn(this.names, account) ? (this.names[account] ?? "") : "";
    const clean = name.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
    for (const shown of [clean, clean.trim(), labelled(name)]) {
      const label = ` (${shown})`;
      if (name !== "" && left.startsWith(label)) return left.slice(label.length);
    }
    return left.slice(/^ \([^()]*(?:\([^()]*\)[^()]*)*\)/.exec(left)?.[0].length ?? 0);
  }
}

/** A name as in labels, without brackets that would end the label. */
export function labelled(name: string): string {
  return stripControlChars(name).replaceAll("(", "[").replaceAll(")", "]");
}
