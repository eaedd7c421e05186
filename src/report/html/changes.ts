/** What changed since the earlier report. */
import { countOf } from "../changes";
import type { Report } from "../model";
import { counted } from "../words";
import { strange, text } from "./escape";
import type { View } from "./view";

export function changesView({ changes }: Report, { names }: View): string {
  if (changes === undefined) return "";
  const since = `<time datetime="${text(changes.since)}">${text(changes.since.slice(0, 10))}</time>`;
  const left =
    changes.notCompared.length === 0
      ? ""
      : `<p>${counted(changes.notCompared.length, "image")} not compared: one of the two reports did not look.</p>`;
  if (countOf(changes) === 0) return `<p class="none">Nothing changed since ${since}.</p>${left}`;
  const who = (accounts: readonly string[]) =>
    accounts
      .map((account) => {
        const name = names.get(account);
        return name === undefined ? text(account) : `${text(account)} (${strange(name)})`;
      })
      .join(", ");
  const rows = [
    ...changes.becamePublic.map((id) => [id, "became public", ""]),
    ...changes.gained.map(({ id, accounts }) => [id, "gained access", who(accounts)]),
    ...changes.lost.map(({ id, accounts }) => [id, "lost access", who(accounts)]),
    ...changes.noLongerPublic.map((id) => [id, "is not public any more", ""]),
    ...changes.newImages.map((id) => [id, "new image", ""]),
    ...changes.goneImages.map((id) => [id, "image is gone", ""]),
  ];
  return `<p>Since ${since}.</p>${left}<div class="scroll" role="region" aria-labelledby="changes-title" tabindex="0"><table>
<thead><tr><th scope="col">Image</th><th scope="col">Change</th><th scope="col">Accounts</th></tr></thead>
<tbody>
${rows.map(([id = "", what = "", accounts = ""]) => `<tr><th scope="row" class="id">${text(id)}</th><td>${what}</td><td>${accounts}</td></tr>`).join("\n")}
</tbody></table></div>`;
}
