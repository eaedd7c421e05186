/** Compares every image of a file with the cloud. */

import { mapConcurrent } from "../app/map-concurrent";
import { previewShare, type SharePreview } from "../app/preview";
import { requestFor } from "../app/request";
import type { ShareArgs } from "../core/arguments";
import { targetOf } from "../core/goal";
import { imageLabel, shareId } from "../core/target";
import { isCancellation, type Session } from "./session";
import type { Entry } from "./shares";

/** The result for one image. */
export type Inspection =
  | { readonly kind: "seen"; readonly args: ShareArgs; readonly preview: SharePreview }
  | { readonly kind: "gone"; readonly args: ShareArgs; readonly keys: string }
  | { readonly kind: "failed"; readonly args: ShareArgs; readonly error: unknown }
  /** The user pressed Ctrl-C before. */
  | { readonly kind: "skipped"; readonly args: ShareArgs };

export async function inspectAll(session: Session, entries: readonly Entry[]): Promise<Inspection[]> {
  for (const { notes } of entries) session.note(...notes);
  const begin = session.foresee(entries, ({ args: { service, credentials } }) => ({
    ...{ service, credentials },
    calls: { read: 1, write: 0 },
  }));
  const inspections = await session.withProgress("looked at", entries.length, (done) =>
    mapConcurrent(
      entries,
      ({ args }) => args.service,
      async (entry) => {
        begin(entry);
        const inspection = await inspect(session, entry.args);
        done();
        return inspection;
      },
    ),
  );
  for (const inspection of inspections)
    if (inspection.kind === "seen") session.note(...inspection.preview.notes);
  return inspections;
}

async function inspect(session: Session, args: ShareArgs): Promise<Inspection> {
  if (session.interrupted) return { kind: "skipped", args };
  try {
    const request = requestFor(session.app, args, undefined);
    const preview = await previewShare(session.app, request);
    if (preview !== undefined) return { kind: "seen", args, preview };
    return { kind: "gone", args, keys: await session.app.describeCaller(request) };
  } catch (error) {
    return isCancellation(error) ? { kind: "skipped", args } : { kind: "failed", args, error };
  }
}

/** Prints every failure. A failure of many images, such as missing credentials, is printed once with all images. */
export function printFailures(session: Session, inspections: readonly Inspection[]): void {
  const images = new Map<string, string[]>();
  const failures = inspections.flatMap((inspection) => (inspection.kind === "failed" ? [inspection] : []));
  for (const { args, error } of failures) {
    const text = session.app.explain(error);
    const label = imageLabel(targetOf(args));
    if (!text.startsWith(label)) images.set(text, [...(images.get(text) ?? []), label]);
  }
  printErrorOnce(
    session,
    failures.map(({ error }) => error),
  );
  for (const labels of images.values()) session.warn(`could not read ${labels.join(", ")}`);
}

/** Names the images that were not changed, if any. */
export function noteUntouched(session: Session, what: string, args: readonly ShareArgs[]): void {
  if (args.length > 0) session.warn(`${what}: ${args.map((one) => imageLabel(targetOf(one))).join(", ")}`);
}

/** Prints equal errors once, such as missing credentials. */
export function printErrorOnce(session: Session, errors: readonly unknown[]): void {
  const said = new Set<string>();
  for (const error of errors) {
    const text = session.app.explain(error);
    if (!said.has(text)) session.printError(error);
    said.add(text);
  }
}

/** The image of a result, for JSON. */
export function imageOf(args: ShareArgs): Record<string, string> {
  return { id: shareId(targetOf(args)), ...targetOf(args) };
}
