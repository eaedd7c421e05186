/** What the report points out, by kind. */
import { findingTitles } from "../findings";
import { findingKinds, type Report } from "../model";
import { text } from "./escape";

/** More of a kind are folded. */
const MAX_OPEN = 12;

export function findingsView({ findings }: Report): string {
  if (findings.length === 0) return `<p class="none">Nothing to point out.</p>`;
  return findingKinds
    .map((kind) => ({ kind, found: findings.filter((finding) => finding.kind === kind) }))
    .filter(({ found }) => found.length > 0)
    .map(
      ({ kind, found }) =>
        `<details class="kind ${kind}"${found.length <= MAX_OPEN ? " open" : ""}><summary><h3>${findingTitles[kind]}</h3> <span class="badge">${found.length.toLocaleString("en-US")}</span></summary><ul>${found
          .map(({ message }) => `<li>${text(message)}</li>`)
          .join("")}</ul></details>`,
    )
    .join("\n");
}
