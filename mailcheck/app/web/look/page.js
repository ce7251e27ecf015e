// What the page does beyond links and forms. Everything works without it.
"use strict";

// A check that runs: ask how far it is, and show it as text.
const progress = document.querySelector("[data-poll]");
if (progress) {
  const said = progress.querySelector("[data-said]");
  const steps = progress.querySelector("[data-steps]");
  const look = async () => {
    try {
      const answer = await fetch(progress.dataset.poll, { credentials: "same-origin", cache: "no-store" });
      const state = await answer.json();
      if (!state.running) { location.replace(progress.dataset.then ?? "/check"); return; }
      said.textContent = state.said;
      steps.replaceChildren(...state.steps.map((line) => {
        const item = document.createElement("li");
        const address = line.match(/https:\/\/\S+$/);
        item.textContent = address ? line.slice(0, address.index) : line;
        if (address) {
          const link = Object.assign(document.createElement("a"), { href: address[0], target: "_blank", rel: "noreferrer" });
          link.textContent = link.host;
          item.append(link);
        }
        return item;
      }));
    } catch {
      said.textContent = "mailcheck does not answer any more. Was it closed?";
      return;
    }
    setTimeout(look, 700);
  };
  setTimeout(look, 700);
}

// Names are gone when the page is left, also from what the browser keeps for its back button.
const names = document.querySelectorAll("[data-private]");
if (names.length) {
  addEventListener("pagehide", () => names.forEach((each) => each.replaceChildren()));
  addEventListener("pageshow", (event) => { if (event.persisted) { location.replace("/"); } });
}

// A file is dropped anywhere on its form; one that is too large is not sent at all.
const form = document.querySelector("[data-drop]");
if (form) {
  const input = form.querySelector("input[type=file]");
  const words = form.querySelector("[data-drop-words]");
  const largest = Number(form.dataset.largest);
  const check = () => {
    const file = input.files[0];
    const isTooLarge = file && file.size > largest;
    input.setCustomValidity(isTooLarge ? "This file is larger than 64 MB, more than an e-mail can carry." : "");
    words.textContent = !file ? "" : isTooLarge ? input.validationMessage : `Chosen: ${file.name}`;
  };
  input.addEventListener("change", check);
  addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  addEventListener("dragleave", () => form.classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length === 1) { input.files = event.dataTransfer.files; check(); }
    else { words.textContent = "Please drop one file at a time."; }
  });
}
