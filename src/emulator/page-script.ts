/**
 * The page's script: forms are sent as JSON to the control API, and the lists are read anew every two seconds, unless
 * someone types in them. It is served as it stands, so it is plain JavaScript without a build step.
 */
export const pageScript = `
"use strict";
const said = document.getElementById("said");
const lists = ["images", "calls", "faults"];

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  const now = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of lists) {
    const old = document.getElementById(id);
    const fresh = now.getElementById(id);
    if (old.innerHTML === fresh.innerHTML || old.contains(document.activeElement)) continue;
    const open = [...old.querySelectorAll("details[open]")].map((one) => one.id);
    old.innerHTML = fresh.innerHTML;
    for (const one of old.querySelectorAll("details")) one.open = open.includes(one.id);
  }
}

function bodyOf(form) {
  const body = {};
  for (const [name, value] of new FormData(form)) {
    if (value === "") continue;
    if (name === "accounts") body.accounts = value.split(/[\\s,]+/).filter((one) => one !== "");
    else body[name] = ["times", "applied", "lagMs", "status"].includes(name) && value !== "always" ? Number(value) : value;
  }
  return body;
}

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const { method, path } = form.dataset;
  const body = method === "DELETE" ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(bodyOf(form)) };
  try {
    const answer = await fetch("/_emulator" + path, { method, ...body });
    said.textContent = answer.ok ? form.dataset.done : (await answer.json()).error;
    said.className = answer.ok ? "" : "refused";
  } catch (error) {
    said.textContent = "the emulator does not answer: " + error.message;
    said.className = "refused";
  }
  document.activeElement.blur();
  if (said.className === "") form.reset();
  await refresh();
});

setInterval(() => refresh().catch(() => { said.textContent = "the emulator does not answer"; said.className = "refused"; }), 2000);
`;
