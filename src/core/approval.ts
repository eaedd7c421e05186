/** The approval: who may gain and lose access to each image. A review writes it, and a run must keep to it. */
import { z } from "zod";
import { type AccountId, difference, sortedUnique } from "./accounts";
import { ConfigurationError } from "./errors";
import type { Plan } from "./plan";
import { accountsBehind } from "./snapshots";
import { type ImageTarget, isSafeSegment, shareId } from "./target";

/** The approved changes of one image. Accounts in neither list must stay as they are. */
export interface ApprovedImage extends ImageTarget {
  readonly gains: readonly AccountId[];
  readonly losses: readonly AccountId[];
}

/** By {@link shareId}. An image that is absent may not change. */
export type Approval = ReadonlyMap<string, ApprovedImage>;

/** An approval that a run must keep to, and the file that it comes from. */
export interface LoadedApproval {
  readonly images: Approval;
  /** The file's name in messages, as configured. */
  readonly file: string;
}

/** The approved changes of one image, with the file that approves them. */
export interface ApprovedChanges extends Pick<ApprovedImage, "gains" | "losses"> {
  readonly file: string;
}

/** An image that the file does not name may not change. */
export function approvedOf({ images, file }: LoadedApproval, target: ImageTarget): ApprovedChanges {
  const { gains = [], losses = [] } = images.get(shareId(target)) ?? {};
  return { gains, losses, file };
}

/** Accounts that a plan changes without approval; both lists are empty when the plan may go ahead. */
export interface Excess {
  readonly gains: readonly AccountId[];
  readonly losses: readonly AccountId[];
}

/** Marks the file as an approval. */
const FORMAT = "pulumi-image-share approval";
const VERSION = 1;

const name = z.string().refine(isSafeSegment);
/** The ID of an account, or an ARN. */
const accounts = z.array(z.string().regex(/^[\w.:/-]+$/));
const image = z.strictObject({
  service: name,
  region: name.optional(),
  imageId: name,
  gains: accounts,
  losses: accounts,
});
const file = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  images: z.array(image),
});

/** The file's text: sorted and without a date, so that the same changes make the same file. */
export function approvalText(images: readonly ApprovedImage[]): string {
  const entries = [...images]
    .sort((left, right) => (shareId(left) < shareId(right) ? -1 : 1))
    .map(({ service, region, imageId, gains, losses }) => ({
      service,
      region,
      imageId,
      gains: sortedUnique(gains),
      losses: sortedUnique(losses),
    }))
    .filter(({ gains, losses }) => gains.length > 0 || losses.length > 0);
  return `${JSON.stringify({ format: FORMAT, version: VERSION, images: entries }, undefined, 2)}\n`;
}

/** @throws ConfigurationError that says what is wrong with the file. @param label the file's name in messages */
export function parseApproval(text: string, label = "the approval"): Approval {
  const result = file.safeParse(fromJson(text, label));
  if (!result.success) throw notAnApproval(label, result.error.issues);
  const approved = new Map<string, ApprovedImage>();
  for (const { region, ...rest } of result.data.images) {
    const entry = region === undefined ? rest : { ...rest, region };
    if (approved.has(shareId(entry))) throw invalid(`${label} lists the image ${shareId(entry)} twice`);
    approved.set(shareId(entry), entry);
  }
  return approved;
}

/**
 * The part of the plan that is not approved. An account that is approved may gain or lose access to the snapshots of the
 * image as well.
 *
 * A delete passes the accounts that lose access as `remove`.
 */
export function exceeds(
  { gains, losses }: Pick<ApprovedImage, "gains" | "losses">,
  { add, remove }: Pick<Plan, "add" | "remove">,
): Excess {
  return {
    gains: difference(accountsBehind(add), new Set(gains)),
    losses: difference(accountsBehind(remove), new Set(losses)),
  };
}

function fromJson(text: string, label: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`${label} is not JSON`);
  }
}

function notAnApproval(label: string, issues: readonly z.core.$ZodIssue[]): ConfigurationError {
  const path = issues
    .slice(0, 1)
    .flatMap((issue) => issue.path.map(String))
    .join(".");
  if (path === "version") return invalid(`${label} is of a version that this package does not know`);
  const place = path === "" || path === "format" ? "" : ` at ${path}`;
  return invalid(`${label} is not an approval of pulumi-image-share${place}`);
}

function invalid(problem: string): ConfigurationError {
  return new ConfigurationError(`${problem}. Write it with pulumi-image-share review --approve`, "approval");
}
