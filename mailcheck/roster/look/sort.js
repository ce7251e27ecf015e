"use strict";
// Ten thousand rows are more than a browser lays out in a moment: those that are not shown wait outside the page.
(() => {
  const table = document.getElementById("members");
  const body = table.tBodies[0];
  const said = document.getElementById("sorted");
  const others = document.getElementById("others");
  const waiting = document.getElementById("waiting")?.content ?? document.createDocumentFragment();
  const find = document.getElementById("find");
  const states = ["not-met", "could-not-check", "attention", "declared", "met", "not-applicable"];
  const order = new Intl.Collator("en-GB", { numeric: true }).compare;
  const first = Number(others?.dataset.first ?? Infinity);
  let rows = [...body.rows, ...waiting.children];
  let most = first;

  const value = (row, at, isNumber) => {
    const cell = row.cells[at];
    // Of a member the name alone: the words of the key stand behind it.
    if (!isNumber) return (cell.tagName === "TH" ? cell.firstChild : cell).textContent.trim().toLocaleLowerCase();
    if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
    const state = states.indexOf(cell.className);
    return state < 0 ? states.length : state;
  };

  const show = () => {
    const wanted = find.value.trim().toLocaleLowerCase();
    const fits = (row) => wanted === "" || row.textContent.toLocaleLowerCase().includes(wanted);
    const found = wanted === "" ? rows : rows.filter(fits);
    waiting.append(...body.rows);
    body.append(...found.slice(0, most));
    if (others) {
      const left = found.length - body.rows.length;
      others.firstChild.data = left ? `${body.rows.length} members are shown; ${left} more follow. ` : "All are shown. ";
      for (const button of others.querySelectorAll("button")) button.hidden = !left;
    }
    return found.length;
  };

  for (const button of table.querySelectorAll("thead button")) {
    button.disabled = false;
    button.addEventListener("click", () => {
      const head = button.closest("th");
      const isUp = head.getAttribute("aria-sort") !== "ascending";
      const isNumber = head.dataset.kind === "number";
      const keyed = rows.map((row, at) => [value(row, head.cellIndex, isNumber), at, row]);
      keyed.sort((a, b) => ((isNumber ? a[0] - b[0] : order(a[0], b[0])) || a[1] - b[1]) * (isUp ? 1 : -1));
      rows = keyed.map((each) => each[2]);
      for (const other of table.querySelectorAll("thead th[aria-sort]")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      show();
      said.textContent = `Sorted by ${button.textContent.trim()}, ${isUp ? "ascending" : "descending"}.`;
    });
  }
  find.closest("p").hidden = false;
  find.addEventListener("input", () => {
    most = first;
    const found = show();
    said.textContent = `${found} ${found === 1 ? "member" : "members"} found.`;
  });
  if (others) {
    const [more, all] = others.querySelectorAll("button");
    more.addEventListener("click", () => { most += first; show(); });
    all.addEventListener("click", () => { most = Infinity; show(); });
    more.hidden = all.hidden = false;
  }
})();
