/** The file that a run is held to: what the review of its preview showed. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Approval, parseApproval } from "../core/approval";
import { ConfigurationError } from "../core/errors";

/** Names the file for one run; a pipeline's deploying job sets it. A destroy hears of it in no other way. */
const APPROVED_VARIABLE = "IMAGE_SHARE_APPROVED";
export const APPROVED_KEY = "image-share:approved";

/** Where the file is, and who says so. */
export interface ApprovalPath {
  readonly path: string;
  /** The variable or the key. */
  readonly source: string;
}

/** @param configured the value of the key. The variable goes first. */
export function approvalPath(
  configured: string | undefined,
  environment: NodeJS.ProcessEnv,
): ApprovalPath | undefined {
  const named = environment[APPROVED_VARIABLE];
  if (named) return { path: named, source: APPROVED_VARIABLE };
  return configured ? { path: configured, source: APPROVED_KEY } : undefined;
}

/** @throws ConfigurationError that names the file, and who named it */
export function readApproval({ path, source }: ApprovalPath): Approval {
  return parseApproval(textOf(path, source), `${source} (${path})`);
}

function textOf(path: string, source: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigurationError(
      `${source} names the approval ${path}, which cannot be read as ${resolve(path)} (${code}): ` +
        "write the whole path of the file that pulumi-image-share review --approve wrote",
      "approval",
    );
  }
}
