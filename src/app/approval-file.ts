/** Finds and reads the approval that a run must keep to. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Approval, parseApproval } from "../core/approval";
import { ConfigurationError } from "../core/errors";

/** Names the file for one run; a pipeline's deploy job sets it. For a destroy, it is the only way. */
const APPROVED_VARIABLE = "IMAGE_SHARE_APPROVED";
export const APPROVED_KEY = "image-share:approved";

/** The path of the file, and the setting that names it. */
export interface ApprovalPath {
  readonly path: string;
  /** The environment variable or the configuration key. */
  readonly source: string;
}

/** @param configured the value of the configuration key; the environment variable has precedence */
export function approvalPath(
  configured: string | undefined,
  environment: NodeJS.ProcessEnv,
): ApprovalPath | undefined {
  const named = environment[APPROVED_VARIABLE];
  if (named) return { path: named, source: APPROVED_VARIABLE };
  return configured ? { path: configured, source: APPROVED_KEY } : undefined;
}

/** @throws ConfigurationError that names the file and the setting */
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
