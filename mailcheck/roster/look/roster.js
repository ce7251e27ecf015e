"use strict";
// Ten thousand lines are more than a browser lays out in a moment: members wait as data, and become lines when wanted.
(() => {
  const table = document.getElementById("members");
  const body = table.tBodies[0];
  const said = document.getElementById("sorted");
  const others = document.getElementById("others");
  const find = document.getElementById("find");
  const link = table.dataset.link;
  const order = new Intl.Collator("en-GB", { numeric: true }).compare;
  const first = Number(others?.dataset.first ?? Infinity);
  const { rows, stages, days, notes, cells, states } = JSON.parse(document.getElementById("everybody").textContent);
  let most = first;

  const members = rows.map(([number, who, words, stage, state, day, late, changed, noted, clauses], at) => ({
    number, who, words, late, clauses, at,
    stage: stages[stage], state, day: days[day],
    note: notes[changed] + noted.map((each) => notes[each]).join(" "),
    line: body.rows[at],
  }));
  let shown = members;

  const element = (kind, name, text) => {
    const made = document.createElement(kind);
    if (name) made.className = name;
    if (text) made.append(text);
    return made;
  };
  const built = (member) => {
    const line = element("tr");
    const head = element("th");
    head.scope = "row";
    const name = link ? element("a", "", member.who) : member.who;
    if (link) name.href = link + member.number;
    head.append(name, element("small", "", member.words));
    const stage = element("td", "stage", member.stage[1]);
    if (member.stage[2]) stage.append(element("small", "", `next: ${member.stage[2]}`));
    const [state, word] = states[member.state] ?? ["", "nothing yet"];
    const late = member.late ? `${member.late} ${member.late === 1 ? "day" : "days"}` : "";
    line.append(head, stage, element("td", state, word), element("td", "when", member.day[1]),
      element("td", "when", late), element("td", "notes", member.note));
    for (const each of member.clauses) {
      if (each < 0) { line.append(element("td")); continue; }
      const cell = element("td", ...states[cells[each][0]]);
      cell.title = cells[each][1];
      line.append(cell);
    }
    return line;
  };
  const text = (member) => member.text ??= [
    member.who, member.words, ...member.stage.slice(1), (states[member.state] ?? ["", "nothing yet"])[1], member.day[1],
    member.late ? `${member.late} days` : "", member.note, ...member.clauses.map((each) => each < 0 ? "" : states[cells[each][0]][1]),
  ].join("\n").toLocaleLowerCase();

  const last = states.length;  // what has no state yet comes after everything that has one
  const by = [
    (member) => member.who,
    (member) => member.stage[0],
    (member) => member.state < 0 ? last : member.state,
    (member) => member.day[0],
    (member) => member.late,
    (member) => member.note,
  ];
  const clause = (at) => (member) => member.clauses[at] < 0 ? last : cells[member.clauses[at]][0];
  const compare = (a, b) => typeof a === "string" ? order(a, b) : a - b;

  const show = () => {
    const wanted = find.value.trim().toLocaleLowerCase();
    const found = wanted === "" ? shown : shown.filter((member) => text(member).includes(wanted));
    body.replaceChildren(...found.slice(0, most).map((member) => member.line ??= built(member)));
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
      const key = by[head.cellIndex] ?? clause(head.cellIndex - by.length);
      const keyed = members.map((member) => [key(member), member]);
      keyed.sort(([a, one], [b, other]) => (compare(a, b) || one.at - other.at) * (isUp ? 1 : -1));
      shown = keyed.map(([, member]) => member);
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
