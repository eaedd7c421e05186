/**
 * What can be wrong with a whole command of the engine, over all its questions: accounts that nobody owns any more, and
 * lines that are not so.
 */
import { OWN_ECS } from "../../../src/core/accounts";
import type { Approved } from "./approvals";
import type { Asked } from "./engine";
import { type Said, Spoken } from "./spoken";
import type { Ending, Stack } from "./stack";
import { type ImageNumber, images } from "./steps";
import { listIn, namedIn, ownedIn } from "./will";
import type { Live, World } from "./world";

/** How everything was before a command. */
export interface Before {
  readonly live: readonly Live[];
  /** By image: whom any resource owned. */
  readonly owned: readonly ReadonlySet<string>[];
}

export function beforeCommand(world: World, stacks: readonly Stack[]): Before {
  return {
    live: images.map((image) => world.live(image)),
    owned: images.map((image) => ownersOf(stacks, image)),
  };
}

export interface Command {
  /** What the engine asked. */
  readonly questions: readonly Asked[];

  readonly before: Before;
  /** The stack that it worked on, and all stacks. */
  readonly stack: Stack;
  readonly stacks: readonly Stack[];
  readonly ending: Ending;
  readonly kind: "up" | "preview" | "refresh" | "destroy";
}

export function commandViolations(command: Command, world: World): string[] {
  if (command.ending.ended === "lost") return [];
  const spoken = new Spoken(world);
  return images.flatMap((image) => [
    ...unownedViolations(command, world, image, spoken),
    ...lineViolations(command, world, image, spoken),
    ...unsaidViolations(command, world, image, spoken),
  ]);
}

/** What lets go of an account in so many words. */
const lettingGo =
  /has access already \((accounts|shareToEcs) is left out|not revoked by this share|still shared|these keep access/;

/** People who have access because of the product, and whom no resource owns, without a line that says so. */
function unownedViolations(
  { before, stack, stacks }: Command,
  world: World,
  image: ImageNumber,
  spoken: Spoken,
): string[] {
  // What is read late, or has changed meanwhile, is known to nobody yet.
  if (!world.isFresh) return [];
  const live = world.live(image) ?? new Set();
  // Who was foreign before, and got access back after a failure, still is.
  const given = [...world.given(image)].filter((account) => before.live[image]?.has(account) !== true);
  const owned = ownersOf(stacks, image);
  const letGo = releasedBy(stack, image);
  const unowned = [...new Set([...(before.owned[image] ?? []), ...given])].filter(
    (account) =>
      live.has(account) &&
      !owned.has(account) &&
      !letGo.has(account) &&
      !spoken.names(image, lettingGo, account),
  );
  return unowned.length > 0 ? [`nobody owns ${unowned} any more, and no line says so`] : [];
}

/** Lines that are not so, and losses without a line. */
function lineViolations(
  { before, stack, questions, ending, kind }: Command,
  world: World,
  image: ImageNumber,
  spoken: Spoken,
): string[] {
  const had = before.live[image];
  const live = world.live(image);
  const isPlain = world.isPlain && world.liveDiff && ending.ended === "ok";
  if (!isPlain || had === undefined || live === undefined || kind === "preview" || kind === "refresh")
    return [];
  const taken = world.taken(image);
  const lost = taken.filter((account) => had.has(account) && !live.has(account));
  // Only a delete says it afterwards: the review of the preview has said it before.
  const isDeleted = questions.some((asked) => asked.method === "delete" && asked.image === image);
  const word = isDeleted ? /(lose|lost) access/ : /lose access/;
  const untold = lost.filter((account) => !spoken.names(image, word, account));
  const isAbsent = ({ account }: Said) => !live.has(account);
  // The engine carries a resource out before it asks about the next.
  const isListedLater = (account: string) =>
    stack.asked.slice(1).some((program) => program.image === image && namedIn(program.inputs).has(account));
  const isCertain = ({ text }: Said) => !text.includes(", unless ");
  // What another image takes the place of, the program knows of itself.
  const isKnown = ({ account, text }: Said) => text.includes("takes its place") || !isListedLater(account);
  const isKept = (said: Said) => live.has(said.account) && !taken.includes(said.account) && isKnown(said);
  // What others do to an account that has access already, its line leaves open.
  const isOfNow = ({ text }: Said) => text.includes("has access already");
  const hadIt = ({ account }: Said) =>
    had.has(account) || questions.some((asked) => asked.image === image && asked.before?.has(account));
  const kept = spoken.of("keep", image);
  const untrue = [
    ...spoken.of("gain", image).filter(isAbsent),
    ...kept.filter((said) => isOfNow(said) && !hadIt(said)),
    ...kept.filter((said) => !isOfNow(said) && isAbsent(said) && isCertain(said)),
    ...spoken.of("loss", image).filter((said) => isKept(said) && isCertain(said)),
  ];
  return [
    ...(untold.length > 0 ? [`${untold} lost access without a line`] : []),
    ...new Set(untrue.map(({ account, text }) => `not so of ${account}: ${text}`)),
  ];
}

/** Accounts that state knows nothing of, as when an older one was restored, and of which no line speaks. */
function unsaidViolations(
  { questions, kind }: Command,
  world: World,
  image: ImageNumber,
  spoken: Spoken,
): string[] {
  // What a refresh has found is in state already when its difference is asked for.
  if (!world.isPlain || !world.liveDiff || kind === "refresh") return [];
  const compared = questions.filter(
    ({ method, image: about, error, displaced }) =>
      method === "diff" && about === image && error === undefined && displaced === undefined,
  );
  const unknown = compared.flatMap(({ answer, before, will, stateBefore }) => {
    const known = new Set([...will.listed, ...ownedIn(stateBefore), ...listIn(stateBefore?.foreignAccounts)]);
    const isCompared = ((answer as { replaces?: string[] }).replaces ?? []).length === 0;
    return isCompared
      ? [...(before ?? [])].filter((account) => will.manages(account) && !known.has(account))
      : [];
  });
  const unsaid = unknown.filter((account) => account !== OWN_ECS && !spoken.names(image, /access/, account));
  return unsaid.length > 0 ? [`no line speaks of ${unsaid}, which state does not know`] : [];
}

/** Gains and losses that a preview showed and that its run, in which nothing went wrong, has not brought about. */
export function brokenApprovals(
  { images: approved }: Approved,
  { asked, state }: Stack,
  world: World,
): string[] {
  return images.flatMap((image) => {
    // A review cannot tell that --target leaves out the deletion that an earlier run left behind, and its line says so.
    const left = state.leftovers.filter((saved) => saved.image === image);
    const isLeft = (account: string) => left.some(({ outputs }) => ownedIn(outputs).has(account));
    const live = world.live(image) ?? new Set();
    const { gains = [], losses = [] } = approved.get(world.target(image).imageId) ?? {};
    const later = asked.slice(1).filter((program) => program.image === image);
    const isListedLater = (account: string) => later.some(({ inputs }) => namedIn(inputs).has(account));
    const unkept = [
      ...gains.filter((account) => !live.has(account)),
      ...losses.filter((account) => live.has(account) && !isListedLater(account) && !isLeft(account)),
    ];
    return unkept.length > 0 ? [`the preview showed a change of ${unkept}, which the run did not make`] : [];
  });
}

/** Whom the program's options let go of, without a question to the provider. */
function releasedBy({ released }: Stack, image: ImageNumber): Set<string> {
  const ours = released.filter((saved) => saved.image === image);
  return new Set(ours.flatMap(({ outputs }) => [...ownedIn(outputs)]));
}

function ownersOf(stacks: readonly Stack[], image: ImageNumber): Set<string> {
  return new Set(stacks.flatMap((stack) => [...stack.owned(image)]));
}
