// What the report's page does in a browser: one view at a time, search, filters, sorting, and the matrix. All of it is
// kept in the address, so that it can be sent to a colleague. Everything that is shown is in the page without this.
(() => {
  const CELL = 14;
  const form = /** @type {HTMLFormElement} */ (document.getElementById("controls"));
  const count = /** @type {HTMLElement} */ (document.getElementById("count"));
  const tip = /** @type {HTMLElement} */ (document.getElementById("tip"));
  const sections = [...document.querySelectorAll("main > section")];
  const links = [.../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("nav a"))];
  const rowsOf = (/** @type {string} */ view) => [
    .../** @type {NodeListOf<HTMLTableRowElement>} */ (document.querySelectorAll(`#${view} tbody tr`)),
  ];
  // In the order of the report: a matrix row belongs to the account, and a column to the image, of the same number.
  const accounts = rowsOf("accounts");
  const images = rowsOf("images");
  const matrix = rowsOf("matrix");
  const heads = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".heads span"))];
  const findings = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".kind li"))];

  /** @typedef {{ view: string, q: string, cloud: string, only: string, sort: string }} State */
  /** @type {State} */
  let state = { view: "", q: "", cloud: "", only: "", sort: "" };
  /** The columns that the matrix shows. */
  let columns = heads.map((_, index) => index);

  // ---- the address: #accounts?q=acme&sort=-images

  function read() {
    const [view = "", query = ""] = location.hash.slice(1).split("?");
    const parameters = new URLSearchParams(query);
    const known = sections.some(({ id }) => id === view);
    state = {
      view: known ? view : (sections[0]?.id ?? ""),
      q: parameters.get("q") ?? "",
      cloud: parameters.get("cloud") ?? "",
      only: parameters.get("only") ?? "",
      sort: parameters.get("sort") ?? "",
    };
    for (const name of /** @type {const} */ (["q", "cloud", "only"])) {
      const field = /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
      if (field.value !== state[name]) field.value = state[name];
      // A filter that this report does not have would hide everything.
      if (field.value !== state[name]) state[name] = "";
    }
  }

  function address(/** @type {Partial<State>} */ change) {
    const { view, ...rest } = { ...state, ...change };
    const said = Object.entries(rest).filter(([, value]) => value !== "");
    return `#${view}${said.length === 0 ? "" : `?${new URLSearchParams(said)}`}`;
  }

  // ---- who can use what, as the matrix draws it

  /** @type {number[][] | undefined} */
  let access;
  function accessOf(/** @type {number} */ account) {
    access ??= matrix.map((row) =>
      [...row.querySelectorAll("path")].flatMap((path) =>
        [...(path.getAttribute("d") ?? "").matchAll(/M(\d+)/g)].map(([, x]) => (Number(x) - 2) / CELL),
      ),
    );
    return access[account] ?? [];
  }

  // ---- search and filters

  function apply() {
    const q = state.q.trim().toLowerCase();
    const passes = ({ dataset: { c = "", f = "" } }) =>
      (state.cloud === "" || c.split(" ").includes(state.cloud)) &&
      (state.only === "" || f.split(" ").includes(state.only));
    const says = ({ dataset: { k = "" } }) => k.includes(q);
    const [ofAccounts, ofImages] = [accounts.map(passes), images.map(passes)];
    const [hitAccounts, hitImages] = [accounts.map(says), images.map(says)];
    // A search for an image shows who can use it, and one for an account what it can use.
    const anyAccount = q === "" || hitAccounts.includes(true);
    const anyImage = q === "" || hitImages.includes(true);
    const used = images.map(() => false);
    accounts.forEach((row, index) => {
      const has = q === "" ? [] : accessOf(index);
      const isHit = anyAccount ? hitAccounts[index] : has.some((image) => hitImages[image]);
      row.hidden = !(ofAccounts[index] && isHit);
      if (!anyImage && !row.hidden) for (const image of has) used[image] = true;
    });
    images.forEach((row, index) => {
      row.hidden = !(ofImages[index] && (anyImage ? hitImages[index] : used[index]));
    });
    for (const line of findings)
      line.hidden = q !== "" && !(line.textContent ?? "").toLowerCase().includes(q);
    draw();
    const shown = (/** @type {HTMLElement[]} */ rows) => rows.filter(({ hidden }) => !hidden).length;
    const [of, what] =
      state.view === "images"
        ? [images, "images"]
        : state.view === "findings"
          ? [findings, "findings"]
          : [accounts, "accounts"];
    count.textContent = state.view === "changes" ? "" : `${shown(of)} of ${of.length} ${what}`;
  }

  /** Of each path, all columns. */
  /** @type {Map<SVGPathElement, string>} */
  const drawings = new Map();

  function draw() {
    const before = columns.join();
    columns = images.flatMap((row, index) => (row.hidden ? [] : [index]));
    matrix.forEach((row, index) => {
      row.hidden = accounts[index]?.hidden ?? false;
    });
    if (columns.join() === before) return;
    const places = new Map(columns.map((image, place) => [image, place]));
    heads.forEach((head, index) => {
      head.hidden = !places.has(index);
    });
    for (const row of matrix) {
      row.querySelector("svg")?.setAttribute("width", String(columns.length * CELL));
      for (const path of row.querySelectorAll("path")) {
        const whole = drawings.get(path) ?? path.getAttribute("d") ?? "";
        drawings.set(path, whole);
        const moved = whole.replace(
          /M(\d+)( \d+h10)/g,
          (/** @type {string} */ _, /** @type {string} */ x, /** @type {string} */ rest) => {
            const place = places.get((Number(x) - 2) / CELL);
            return place === undefined ? "" : `M${place * CELL + 2}${rest}`;
          },
        );
        path.setAttribute("d", moved);
      }
    }
  }

  // ---- sorting

  const order = new Intl.Collator("en", { numeric: true });
  const original = new Map([...accounts, ...images].map((row, index) => [row, index]));

  function sort() {
    const descending = state.sort.startsWith("-");
    const key = state.sort.replace("-", "");
    const selector = `#${state.view} table[data-sort]`;
    for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll(selector))) {
      const all = [.../** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll("thead th"))];
      const column = all.findIndex(({ dataset }) => dataset.key === key);
      all.forEach((head, index) => {
        if (index === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      const body = table.tBodies[0];
      if (body === undefined) continue;
      const values = new Map(
        [...body.rows].map((row) => {
          const cell = row.children[column];
          return [row, cell?.getAttribute("data-v") ?? cell?.textContent ?? ""];
        }),
      );
      const before = [...body.rows];
      const rows = before.toSorted((left, right) => {
        const [a = "", b = ""] = [values.get(left), values.get(right)];
        const difference = column < 0 ? 0 : order.compare(a, b) * (descending ? -1 : 1);
        return difference || (original.get(left) ?? 0) - (original.get(right) ?? 0);
      });
      if (rows.some((row, index) => row !== before[index])) body.replaceChildren(...rows);
    }
  }

  for (const head of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-sort] th[data-key]")
  )) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      const key = head.dataset.key ?? "";
      const next = state.sort === key ? `-${key}` : state.sort === `-${key}` ? "" : key;
      history.replaceState(null, "", address({ sort: next }));
      render();
    });
    head.append(button);
  }

  // ---- the matrix: what a cell says, by mouse and by arrow keys

  const names = [...document.querySelectorAll("#image-names li")].map(({ textContent }) => textContent ?? "");
  const current = { row: 0, place: 0 };

  function sayCell(/** @type {HTMLTableRowElement} */ row, /** @type {number} */ place) {
    const image = columns[place];
    if (image === undefined) return "";
    const has = accessOf(matrix.indexOf(row)).includes(image);
    return `${row.cells[0]?.textContent}: ${has ? "can use" : "cannot use"} ${names[image]}`;
  }

  function showTip(/** @type {string} */ words, /** @type {number} */ x, /** @type {number} */ y) {
    tip.hidden = words === "";
    tip.textContent = words;
    tip.style.left = `${Math.min(x + 14, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(y + 18, innerHeight - tip.offsetHeight - 8)}px`;
  }

  const region = /** @type {HTMLElement | null} */ (document.querySelector(".matrix"));
  region?.addEventListener("mousemove", ({ target, clientX, clientY }) => {
    const row = target instanceof Element ? target.closest("tr") : null;
    const svg = row?.querySelector("svg");
    if (!row || !svg) return showTip("", 0, 0);
    const place = Math.floor((clientX - svg.getBoundingClientRect().left) / CELL);
    showTip(sayCell(row, place), clientX, clientY);
  });
  region?.addEventListener("mouseleave", () => showTip("", 0, 0));
  region?.addEventListener("blur", () => showTip("", 0, 0));
  region?.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const [down, right] = steps[/** @type {keyof typeof steps} */ (event.key)] ?? [0, 0];
    if (down === 0 && right === 0) return;
    event.preventDefault();
    const rows = matrix.filter(({ hidden }) => !hidden);
    current.row = Math.max(0, Math.min(rows.length - 1, current.row + (down ?? 0)));
    current.place = Math.max(0, Math.min(columns.length - 1, current.place + (right ?? 0)));
    const row = rows[current.row];
    const svg = row?.querySelector("svg");
    if (!row || !svg) return;
    row.scrollIntoView({ block: "nearest" });
    const edge = (row.cells[0]?.offsetWidth ?? 0) + CELL;
    region.scrollLeft = Math.max(0, Math.min(region.scrollLeft, current.place * CELL));
    const visible = region.clientWidth - edge;
    if (current.place * CELL > region.scrollLeft + visible)
      region.scrollLeft = current.place * CELL - visible;
    const box = svg.getBoundingClientRect();
    const words = sayCell(row, current.place);
    showTip(words, box.left + current.place * CELL, box.top);
    count.textContent = words;
  });

  // ---- all together

  function render() {
    read();
    for (const section of sections) section.classList.toggle("current", section.id === state.view);
    for (const link of links) {
      const view = (link.getAttribute("href") ?? "").slice(1).split("?")[0] ?? "";
      link.href = address({ view });
      if (view === state.view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    showTip("", 0, 0);
    apply();
    sort();
  }

  form.addEventListener("input", () => {
    const value = (/** @type {string} */ name) => String(new FormData(form).get(name) ?? "");
    history.replaceState(null, "", address({ q: value("q"), cloud: value("cloud"), only: value("only") }));
    render();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    history.replaceState(null, "", address({ q: "", cloud: "", only: "", sort: "" }));
    render();
  });
  addEventListener("hashchange", render);
  form.hidden = false;
  render();
})();
