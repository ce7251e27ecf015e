"use strict";
(() => {
  const table = document.getElementById("members");
  const body = table.tBodies[0];
  const said = document.getElementById("sorted");
  const states = ["not-met", "could-not-check", "attention", "declared", "met", "not-applicable"];
  const value = (row, at, isNumber) => {
    const cell = row.cells[at];
    if (!isNumber) return cell.textContent.trim().toLocaleLowerCase();
    if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
    const state = states.indexOf(cell.className);
    return state < 0 ? states.length : state;
  };
  for (const button of table.querySelectorAll("thead button")) {
    button.disabled = false;
    button.addEventListener("click", () => {
      const head = button.closest("th");
      const isUp = head.getAttribute("aria-sort") !== "ascending";
      const isNumber = head.dataset.kind === "number";
      const order = new Intl.Collator("en-GB").compare;
      const keyed = Array.from(body.rows, (row, at) => [value(row, head.cellIndex, isNumber), at, row]);
      keyed.sort((a, b) => ((isNumber ? a[0] - b[0] : order(a[0], b[0])) || a[1] - b[1]) * (isUp ? 1 : -1));
      const all = document.createDocumentFragment();
      for (const each of keyed) all.append(each[2]);
      body.append(all);
      for (const other of table.querySelectorAll("thead th[aria-sort]")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      said.textContent = `Sorted by ${button.textContent.trim()}, ${isUp ? "ascending" : "descending"}.`;
    });
  }
  const find = document.getElementById("find");
  find.closest("p").hidden = false;
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLocaleLowerCase();
    let shown = 0;
    for (const row of body.rows) {
      row.hidden = wanted !== "" && !row.textContent.toLocaleLowerCase().includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    said.textContent = `${shown} members shown.`;
  });
})();
