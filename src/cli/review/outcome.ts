/** What came of a run, held beside its preview: done, failed with the reason once for each kind, not begun. */
import { z } from "zod";
import { type ErrorTopic, errorTopics } from "../../core/error-topics";
import { describeKind, failureKinds } from "../../core/failure-kinds";
import { stripControlChars } from "../../core/printable";
import { imageLabel } from "../../core/target";
import { images as counted } from "../summary";
import { checked, documentsIn, type Operation, type Preview } from "./preview";
import { heldBy, isShare, nameOf, wantedBy } from "./share";

/** What came of the images that the preview was to change. */
export interface RunOutcome {
  readonly done: readonly string[];
  readonly failures: readonly {
    readonly topic?: ErrorTopic;
    readonly message: string;
    readonly images: string[];
  }[];
  /** Begun, and the run ended before the engine heard of their end. */
  readonly unfinished: readonly string[];
  readonly notBegun: readonly string[];
}

const step = z.object({ metadata: z.object({ op: z.string(), urn: z.string() }) }).optional();

const event = z.object({
  sequence: z.number(),
  resourcePreEvent: step,
  resOutputsEvent: step,
  resOpFailedEvent: step,
  diagnosticEvent: z
    .object({ urn: z.string().default(""), message: z.string().default(""), severity: z.string() })
    .optional(),
  summaryEvent: z.object({ isPreview: z.boolean() }).optional(),
});

type Event = z.infer<typeof event>;

/** Steps that a preview shows, and an up does not carry out. */
const withoutEffect: readonly Operation[] = ["same", "read", "refresh", "diff", "discard"];

/**
 * @param text what `pulumi up --json` prints, or `--event-log` writes; it may end where the engine was killed
 * @throws ConfigurationError
 */
export function outcomeOf(preview: Preview, text: string, label: string): RunOutcome {
  const events = ofUp(
    documentsIn(text, label, { mayBeCut: true }).map((one) => checked(event, one, label, "pulumi up --json")),
  );
  const urnsOf = (part: "resourcePreEvent" | "resOutputsEvent" | "resOpFailedEvent") =>
    events.flatMap((one) => one[part]?.metadata.urn ?? []);
  const [begun, ended] = [counts(urnsOf("resourcePreEvent")), counts(urnsOf("resOutputsEvent"))];
  const errors = new Map(urnsOf("resOpFailedEvent").map((urn) => [urn, ""]));
  for (const { diagnosticEvent: said } of events) {
    if (said?.severity === "error" && said.urn !== "") errors.set(said.urn, said.message.trim());
  }
  const planned = imagesIn(preview);
  const those = (is: (urn: string) => boolean) =>
    [...planned].flatMap(([urn, image]) => (is(urn) ? [image] : [])).sort();
  const hasFailed = (urn: string) => errors.has(urn);
  const hasBegun = (urn: string) => (begun.get(urn) ?? 0) > 0;
  const hasEnded = (urn: string) => hasBegun(urn) && (ended.get(urn) ?? 0) >= (begun.get(urn) ?? 0);
  return {
    done: those((urn) => !hasFailed(urn) && hasEnded(urn)),
    failures: failuresOf(planned, errors),
    unfinished: those((urn) => !hasFailed(urn) && hasBegun(urn) && !hasEnded(urn)),
    notBegun: those((urn) => !hasFailed(urn) && !hasBegun(urn)),
  };
}

export function isWhole({ failures, unfinished, notBegun }: RunOutcome): boolean {
  return failures.length + unfinished.length + notBegun.length === 0;
}

/** Failures first, each kind with its first message; the last line counts. */
export function outcomeLines({ done, failures, unfinished, notBegun }: RunOutcome): string[] {
  const list = (what: string, images: readonly string[]) =>
    images.length === 0 ? [] : [`${what}: ${counted(images.length)}: ${images.join(", ")}`];
  const failed = failures.reduce((sum, { images }) => sum + images.length, 0);
  const parts = [
    [done.length, "done"],
    [failed, "failed"],
    [unfinished.length, "with an end that is not known"],
    [notBegun.length, "not begun"],
  ] as const;
  const total = parts.reduce((sum, [count]) => sum + count, 0);
  const words = parts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  return [
    ...failures.flatMap((kind) => [
      ...list(describeKind({ topic: kind.topic, images: kind.images }), kind.images),
      ...(kind.message === "" ? [] : [kind.message]),
    ]),
    ...list("begun, and how it ended is not known", unfinished),
    ...list("not begun", notBegun),
    total === 0 ? "The preview changes no image" : `${counted(total)}: ${words.join(", ")}`,
  ].map(stripControlChars);
}

/** Without the preview that an up begins with. */
function ofUp(events: readonly Event[]): readonly Event[] {
  return events.slice(events.findLastIndex(({ summaryEvent }) => summaryEvent?.isPreview === true) + 1);
}

/** The images that the preview changes, by the resource. */
function imagesIn({ steps }: Preview): ReadonlyMap<string, string> {
  const images = new Map<string, string>();
  for (const { op, urn, before, after } of steps) {
    const share = after ?? before;
    if (share === undefined || !isShare(share) || share.external || withoutEffect.includes(op)) continue;
    const target = (after && wantedBy(after).target) ?? (before && heldBy(before).target);
    images.set(urn, target === undefined ? nameOf(urn) : imageLabel(target));
  }
  return images;
}

function failuresOf(
  planned: ReadonlyMap<string, string>,
  errors: ReadonlyMap<string, string>,
): RunOutcome["failures"] {
  const failed = [...planned].flatMap(([urn, image]) => {
    const message = errors.get(urn);
    return message === undefined ? [] : [{ image, message, topic: topicIn(message) }];
  });
  const kinds = failureKinds(new Map(failed.map(({ image, topic }) => [image, topic])));
  return kinds.map(({ topic, images }) => ({
    ...(topic === undefined ? {} : { topic }),
    message: failed.find(({ image }) => image === images[0])?.message ?? "",
    images: [...images],
  }));
}

/** A message of this package names its section of docs/errors.md. */
function topicIn(message: string): ErrorTopic | undefined {
  const [, name] = /docs\/errors\.md#([\w-]+)/.exec(message) ?? [];
  return errorTopics.find((topic) => topic === name);
}

function counts(urns: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const urn of urns) found.set(urn, (found.get(urn) ?? 0) + 1);
  return found;
}
