/** Documents as `pulumi preview --json` and `pulumi stack export` print them, for what no recording shows. */
import { readPreview } from "../../../src/cli/review/preview";
import { reportLines } from "../../../src/cli/review/report";
import { type Review, review, verdictOn } from "../../../src/cli/review/review";
import { readStackState } from "../../../src/cli/review/stack-state";
import { alice, bob, image } from "./support";

export const golden = image("golden");
export const other = image("other");

type Values = Readonly<Record<string, unknown>>;

/** A share as the engine prints it. */
export function share(name: string, outputs: Values, more: Values = {}): Record<string, unknown> {
  return {
    urn: urnOf(name),
    type: "pulumi-nodejs:dynamic/image-share:ImageShare",
    id: `tencentcloud-cvm/ap-guangzhou/${String(outputs.imageId)}`,
    modified: "2026-01-01T00:00:00Z",
    inputs: outputs,
    outputs: { ...outputs, foreignAccounts: [] },
    ...more,
  };
}

export function urnOf(name: string): string {
  return `urn:pulumi:prod::images::pulumi-nodejs:dynamic/image-share:ImageShare::${name}`;
}

/** What a program asks for: an input has no outputs yet. */
export function wish(name: string, inputs: Values, more: Values = {}): Record<string, unknown> {
  return share(name, inputs, { id: undefined, outputs: undefined, ...more });
}

export const stack = {
  urn: "urn:pulumi:prod::images::pulumi:pulumi:Stack::images-prod",
  type: "pulumi:pulumi:Stack",
  modified: "2026-01-01T00:00:00Z",
};

export interface StepParts {
  readonly before?: Values | undefined;
  readonly after?: Values | undefined;
}

export function step(op: string, { before, after }: StepParts): Values {
  return { op, urn: (after ?? before)?.urn, oldState: before, newState: after };
}

export interface Parts {
  readonly steps?: readonly Values[];
  readonly lines?: readonly string[];
  readonly errors?: readonly string[];
  readonly config?: Readonly<Record<string, string>>;
  /** Resources that stay as they are and are not shown. */
  readonly hidden?: number;
}

/** The stack itself is always there, and stays as it is. */
export function digest({ steps = [], lines = [], errors = [], config, hidden = 0 }: Parts): string {
  const all = [step("same", { before: stack, after: stack }), ...steps];
  const same = all.filter(({ op }) => op === "same").length + hidden;
  return JSON.stringify({
    config,
    steps: all,
    diagnostics: [
      ...lines.map((line) => ({ message: `${line}\n\n`, severity: "info" })),
      ...errors.map((line) => ({ message: `error: ${line}\n`, severity: "error" })),
    ],
    duration: 1_000_000,
    changeSummary: { same },
  });
}

/** The state that such a preview is made of. */
export function exported(resources: readonly Values[], version = 3): string {
  return JSON.stringify({ version, deployment: { resources: [stack, ...resources] } });
}

export const held = { ...golden, accounts: [alice, bob], exclusive: true };

/** Where the stack's state cannot be had. */
export const nowhere = { missing: "no pulumi here" };

/** @param state the resources that the preview began with; undefined where the state cannot be had */
export function reviewOf(parts: Parts, state?: readonly Values[]): Review {
  const known = state === undefined ? nowhere : { resources: readStackState(exported(state), "state") };
  return review(readPreview(digest(parts), "preview"), known);
}

/** What a review says, line by line, and its verdict. */
export function said(parts: Parts, state?: readonly Values[]): string[] {
  const found = reviewOf(parts, state);
  return [...reportLines(found).map(({ text }) => text), verdictOn(found)];
}
