/** Accounts: their names, where they are, what they can use, and since when. */
import type { Report, ReportAccount } from "../model";
import { counted } from "../words";
import { strange, text } from "./escape";
import { type Access, type Flag, placeOf, type View } from "./view";

export function accountsView(report: Report, view: View): string {
  if (report.accounts.length === 0) return `<p class="none">No account has access to an image.</p>`;
  const hasTimes = [...view.access.values()].some((list) => list.some(({ since }) => since !== undefined));
  const columns = [
    ["name", "Name"],
    ["account", "Account"],
    ["clouds", "Clouds"],
    ["images", "Images"],
    ...(hasTimes ? [["since", "Since"] as const] : []),
  ] as const;
  const rows = report.accounts.map((account) => row(report, account, view, hasTimes));
  return `<div class="scroll" role="region" aria-labelledby="accounts-title" tabindex="0"><table data-sort="accounts">
<thead><tr>${columns.map(([key, title]) => `<th scope="col" data-key="${key}">${title}</th>`).join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>`;
}

function row(
  report: Report,
  { account, name, clouds }: ReportAccount,
  view: View,
  hasTimes: boolean,
): string {
  const access = view.access.get(account) ?? [];
  const flags = new Set<Flag>(access.flatMap(({ image }) => [...(view.imageFlags[image] ?? [])]));
  // An account with a name does not count as one without, although it shares images with some.
  if (name !== undefined) flags.delete("unnamed");
  const first = access.flatMap(({ since }) => since ?? []).sort()[0];
  const key = [name ?? "", account].join(" ").toLowerCase();
  return `<tr data-k="${text(key)}" data-c="${text(clouds.join(" "))}" data-f="${[...flags].join(" ")}"><th scope="row">${
    name === undefined ? `<span class="mark warn">no name</span>` : strange(name)
  }</th><td class="id">${text(account)}</td><td>${text(clouds.join(", "))}</td><td data-v="${access.length}"><details><summary>${counted(access.length, "image")}</summary>${imageList(report, access)}</details></td>${
    hasTimes ? `<td class="when">${first === undefined ? "" : text(first.slice(0, 10))}</td>` : ""
  }</tr>`;
}

/** One paragraph for each place: an element for each of 100,000 entries would take hundreds of megabytes. */
function imageList({ images }: Report, access: readonly Access[]): string {
  const places = new Map<string, string[]>();
  for (const { image, since } of access) {
    const shown = images[image];
    if (shown === undefined) continue;
    const place = placeOf(shown);
    const entry = `${shown.imageId}${since === undefined ? "" : ` (${since.slice(0, 10)})`}`;
    const list = places.get(place);
    if (list === undefined) places.set(place, [entry]);
    else list.push(entry);
  }
  return [...places]
    .map(([place, entries]) => `<p><b>${text(place)}</b> ${text(entries.join(", "))}</p>`)
    .join("");
}
