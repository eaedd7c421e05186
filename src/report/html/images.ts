/** Images: their state, whose they are, who can use them, and whether the file says so. */
import type { Report, ReportImage } from "../model";
import { counted } from "../words";
import { strange, text } from "./escape";
import { cloudOf, placeOf, type View } from "./view";

export function imagesView(report: Report, view: View): string {
  const { images, file } = report;
  if (images.length === 0) return `<p class="none">There is no image in the places that were looked at.</p>`;
  const optional = [
    { key: "owner", title: "Owner", is: images.some(({ owner }) => owner !== undefined) },
    { key: "listed", title: "Listed", is: file !== undefined },
  ].filter(({ is }) => is);
  const columns = [
    { key: "image", title: "Image" },
    { key: "place", title: "Where" },
    { key: "state", title: "State" },
    { key: "access", title: "Access" },
    ...optional,
  ];
  const rows = images.map((image, index) => row(image, index, view, new Set(optional.map(({ key }) => key))));
  return `<div class="scroll" role="region" aria-labelledby="images-title" tabindex="0"><table data-sort="images">
<thead><tr>${columns.map(({ key, title }) => `<th scope="col" data-key="${key}">${title}</th>`).join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>`;
}

function row(image: ReportImage, index: number, view: View, columns: ReadonlySet<string>): string {
  const { imageId, name, profile, owner } = image;
  const key = [imageId, name ?? "", placeOf(image), owner ?? ""].join(" ").toLowerCase();
  const flags = [...(view.imageFlags[index] ?? [])].join(" ");
  const title = name === undefined || name === imageId || text(name) === "" ? "" : strange(name);
  const place = `${text(placeOf(image))}${profile === undefined ? "" : `<small>${strange(profile)}</small>`}`;
  return `<tr data-k="${text(key)}" data-c="${text(cloudOf(image))}" data-f="${flags}"><th scope="row"><span class="id">${text(imageId)}</span>${
    title === "" ? "" : `<small>${title}</small>`
  }</th><td>${place}</td><td>${stateOf(image)}</td><td data-v="${image.accounts.length}">${accessOf(image, view)}</td>${
    columns.has("owner") ? `<td class="id">${text(owner ?? "")}</td>` : ""
  }${columns.has("listed") ? `<td>${listedOf(image)}</td>` : ""}</tr>`;
}

function stateOf({ status, state, error }: ReportImage): string {
  if (status === "failed")
    return `<span class="mark bad">not looked at</span><small>${text(error?.message ?? "")}</small>`;
  if (status === "not-looked-at") return `<span class="mark bad">not looked at</span>`;
  if (status === "not-found") return `<span class="mark bad">not found</span>`;
  return state === undefined ? "" : strange(state);
}

function accessOf(image: ReportImage, { names }: View): string {
  const { accounts, organisations, shareToEcs } = image;
  if (image.status !== "read") return "";
  const list = accounts.map(({ account }) => {
    const name = names.get(account);
    return name === undefined ? account : `${account} (${name})`;
  });
  const others = [...organisations, ...(shareToEcs === true ? ["your own ECS"] : [])];
  const extra = others.map((one) => `<small>${strange(one)}</small>`).join("");
  const isPublic = image.public === true ? `<span class="mark bad">public</span> ` : "";
  if (list.length === 0)
    return `${isPublic}${others.length === 0 && isPublic === "" ? "nobody" : ""}${extra}`;
  return `${isPublic}<details><summary>${counted(list.length, "account")}</summary><p>${text(list.join(", "))}</p></details>${extra}`;
}

function listedOf({
  listed,
  missing = [],
  unlisted = [],
  accounts,
  organisations,
  shareToEcs,
}: ReportImage): string {
  if (listed !== true) {
    const isShared = accounts.length + organisations.length > 0 || shareToEcs === true;
    return isShared ? `<span class="mark warn">in no list</span>` : "no";
  }
  const kept = accounts.filter((grant) => grant.listed === false).length - unlisted.length;
  const parts = [
    ...(unlisted.length > 0 ? [`<span class="mark bad">${unlisted.length} not listed</span>`] : []),
    ...(missing.length > 0 ? [`<span class="mark bad">${missing.length} without access</span>`] : []),
    ...(kept > 0 ? [`<span class="mark">${kept} foreign, kept</span>`] : []),
  ];
  return parts.length === 0 ? "as listed" : parts.join(" ");
}
