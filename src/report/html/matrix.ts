/**
 * Accounts by images. A row is one drawing, because a table of 100,000 cells takes seconds and hundreds of megabytes; the
 * two other tables say the same in words.
 */
import type { Report, ReportAccount } from "../model";
import { text } from "./escape";
import { type Access, placeOf, type View } from "./view";

/** The size of a cell; browser.js and browser.css know it, too. */
const CELL = 14;
const HEIGHT = 20;

/** A wider matrix does not fit on paper. */
const MAX_PRINTED = 48;

export function matrixView(report: Report, view: View): string {
  const { images, accounts } = report;
  if (accounts.length === 0) return `<p class="none">No account has access to an image.</p>`;
  const heads = images
    .map(
      (image) =>
        `<span title="${text(`${image.imageId} ${image.name ?? ""}`)}">${text(image.imageId)}</span>`,
    )
    .join("");
  const rows = accounts.map((account) => row(account, view.access.get(account.account) ?? [], images.length));
  const isWide = images.length > MAX_PRINTED;
  const legend =
    report.file === undefined
      ? ""
      : `<p class="legend"><svg width="10" height="10" aria-hidden="true"><path class="a" d="M0 5h10"/></svg> listed <svg width="10" height="10" aria-hidden="true"><path class="u" d="M0 5h10"/></svg> not listed</p>`;
  return `${legend}${isWide ? `<p class="paper">The matrix is too wide for paper: see the tables above.</p>` : ""}<div class="scroll matrix${isWide ? " wide" : ""}" role="region" aria-label="Accounts by images; arrow keys move from cell to cell" tabindex="0"><table>
<thead><tr><th scope="col">Account</th><th scope="col"><span class="unseen">Images</span><div class="heads" aria-hidden="true">${heads}</div></th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>
<ol id="image-names" hidden>${images.map((image) => `<li>${text(`${image.imageId} ${image.name === image.imageId ? "" : (image.name ?? "")} (${placeOf(image)})`)}</li>`).join("")}</ol>`;
}

function row({ account, name }: ReportAccount, access: readonly Access[], columns: number): string {
  const title =
    name === undefined
      ? text(account)
      : `<bdi>${text(name)}</bdi> <small class="id">${text(account)}</small>`;
  const label = `${access.length} of ${columns} images`;
  return `<tr><th scope="row">${title}</th><td><svg width="${columns * CELL}" height="${HEIGHT}" role="img" aria-label="${label}">${path(
    "a",
    access.filter(({ listed }) => listed !== false),
  )}${path(
    "u",
    access.filter(({ listed }) => listed === false),
  )}</svg></td></tr>`;
}

/** A line of ten by ten for each image: browser.css makes it a square. */
function path(kind: string, access: readonly Access[]): string {
  if (access.length === 0) return "";
  const d = access.map(({ image }) => `M${image * CELL + 2} ${HEIGHT / 2}h10`).join("");
  return `<path class="${kind}" d="${d}"/>`;
}
