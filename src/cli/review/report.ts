/** Formats a review for a terminal, a pull request, or a script. */
import { accountLines } from "../../core/account-changes";
import { type AccountId, formatAccounts, OWN_ECS, sortedUnique } from "../../core/accounts";
import type { ApprovedImage } from "../../core/approval";
import { stripControlChars } from "../../core/printable";
import { imageLabel, shareId } from "../../core/target";
import { images as counted } from "../summary";
import type { ImageReview } from "./image-review";
import { labelled, type Saying } from "./lines";
import { type Review, type Verdict, verdictOn } from "./review";

/** A line, and whether it is one that stops a pipeline. */
export interface ReportLine {
  readonly text: string;
  readonly isBad: boolean;
}

/** Losses come first, by account and by image, then what is refused or not known, then gains; so no loss is buried. */
export function reportLines(review: Review): ReportLine[] {
  const { images, names } = review;
  const bad = (text: string) => ({ text, isBad: true });
  const good = (text: string) => ({ text, isBad: false });
  const say = (part: (image: ImageReview) => readonly Saying[]) =>
    images.flatMap((image) => part(image).map((saying) => sentence(image, saying, names)));
  const byAccount = accountLines(
    images.map(({ gains, losses }) => ({ gains: accountsIn(gains), losses: accountsIn(losses) })),
    verdictOn(review) === "go" ? "will" : "would",
    (account) => named(account, names),
  );
  return [
    ...review.errors.map(bad),
    ...byAccount.losses.map(bad),
    ...say((image) => image.losses).map(bad),
    ...review.notKnown.map(bad),
    ...images.flatMap(({ blocked, notKnown }) => [...blocked, ...notKnown]).map(bad),
    ...byAccount.gains.map(good),
    ...say((image) => image.gains).map(good),
    ...images.flatMap((image) => [
      ...image.keeps.map((saying) => good(sentence(image, saying, names))),
      ...image.notes.map(good),
    ]),
    ...review.notes.map(good),
  ].map(({ text, isBad }) => ({ text: stripControlChars(text), isBad }));
}

/** The last line: go or stop, with the reasons. @param approval the approval file, if there is one */
export function conclusion(review: Review, approval?: string): string {
  const { images } = review;
  const verdict = verdictOn(review);
  if (verdict === "failed") return "Failed: the preview itself failed, so that it shows a part at most";
  const will = verdict === "go" || approval !== undefined ? "will" : "would";
  const count = (part: (image: ImageReview) => readonly Saying[], verb: string) => {
    const touched = images.filter((image) => part(image).length > 0);
    const number = touched.reduce((sum, image) => sum + accountsIn(part(image)).length, 0);
    const who = number === 1 ? "1 account" : `${number} accounts`;
    return number === 0 ? [] : [`${who} ${will} ${verb} access to ${counted(touched.length)}`];
  };
  const losses = count((image) => image.losses, "lose");
  const isUnknown = review.notKnown.length > 0 || images.some(({ notKnown }) => notKnown.length > 0);
  const blocked = images.filter((image) => image.blocked.length > 0).length;
  const parts = [
    ...(losses.length > 0
      ? losses
      : [isUnknown ? "no account is known to lose access" : "nobody loses access"]),
    ...(isUnknown ? ["not everything is known"] : []),
    ...(blocked > 0 ? [`up would fail or refuse for ${counted(blocked)}`] : []),
    ...count((image) => image.gains, "gain"),
  ].join("; ");
  if (approval !== undefined) return stripControlChars(`Approved in ${approval}: ${parts}`);
  return `${verdict === "go" ? "Go" : "Stop"}: ${parts}`;
}

/** For a comment on a pull request: the lines cannot become Markdown or mention a person. */
export function asMarkdown(review: Review, end: string): string {
  const lines = reportLines(review).map(({ text, isBad }) => `${isBad ? "!" : " "} ${text}`);
  return [`### Image access: ${escaped(end)}`, "", ...fenced(lines), ""].join("\n");
}

/** The comment for a review that failed. */
export function failedMarkdown(message: string): string {
  return ["### Image access: Failed: the preview could not be reviewed", "", ...fenced([message]), ""].join(
    "\n",
  );
}

/** Escapes punctuation, which may be Markdown. */
function escaped(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, (character) =>
    /[.,:;]/.test(character) ? character : `\\${character}`,
  );
}

/** The fence is longer than any fence in the lines. */
function fenced(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)),
  );
  const fence = "`".repeat(longest + 1);
  return [`${fence}text`, ...lines, fence];
}

/** The document for scripts; docs/reference/command-line.md describes it. */
export function document(review: Review): Record<string, unknown> {
  const { images, notKnown, notes, errors, names } = review;
  const everybody = sortedUnique(
    images.flatMap(({ losses, gains, keeps }) => [losses, gains, keeps].flatMap(accountsIn)),
  );
  return {
    verdict: verdictOn(review) satisfies Verdict,
    images: images.map((image) => ({
      id: shareId(image.target),
      ...image.target,
      gains: accountsIn(image.gains),
      loses: accountsIn(image.losses),
      keeps: accountsIn(image.keeps),
      blocked: image.blocked,
      notKnown: image.notKnown,
      lines: [...image.losses, ...image.gains, ...image.keeps]
        .map((saying) => sentence(image, saying, names))
        .concat(image.notes),
    })),
    notKnown,
    notes,
    errors,
    accountNames: Object.fromEntries(
      everybody.flatMap((account) => (Object.hasOwn(names, account) ? [[account, names[account]]] : [])),
    ),
  };
}

/** The changes that an approval of this review allows. */
export function approvedChanges({ images }: Review): ApprovedImage[] {
  return images.map(({ target, gains, losses }) => ({
    ...target,
    gains: accountsIn(gains),
    losses: accountsIn(losses),
  }));
}

function accountsIn(sayings: readonly Saying[]): AccountId[] {
  return sortedUnique(sayings.flatMap(({ accounts }) => accounts));
}

function sentence(
  { target }: ImageReview,
  { what, accounts }: Saying,
  names: Readonly<Record<AccountId, string>>,
): string {
  return `${imageLabel(target)}: ${what}: ${accounts.map((account) => named(account, names)).join(", ")}`;
}

function named(account: AccountId, names: Readonly<Record<AccountId, string>>): string {
  const name = Object.hasOwn(names, account) ? labelled(names[account] ?? "") : "";
  return account === OWN_ECS || name === "" ? formatAccounts([account]) : `${account} (${name})`;
}
