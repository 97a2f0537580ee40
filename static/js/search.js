// Keeps what the reader opened open, and the focus where it was, when results are changed in place.
"use strict";

const COUNT = "count";
const opened = new Map();
let focused = "";

document.addEventListener("htmx:beforeSwap", () => {
  document.querySelectorAll("#found details[id]").forEach((each) => opened.set(each.id, each.open));
  focused = document.activeElement?.id ?? "";
});

document.addEventListener("htmx:afterSwap", () => {
  document.querySelectorAll("#found details[id]").forEach((each) => {
    if (opened.has(each.id)) each.open = opened.get(each.id);
  });
  const again = document.getElementById(focused) ?? document.getElementById(COUNT);
  if (focused) again.focus({ preventScroll: true });
});

// What cannot be changed in place is asked for as a whole page, so that filters and results never disagree.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => document.getElementById("search").submit());
}

// A list of values is narrowed in place while its box is typed into.
document.addEventListener("submit", (event) => {
  if (event.target.matches(".narrowing")) event.preventDefault();
});

// Addresses stay short: fields left empty are not sent.
document.getElementById("search").addEventListener("formdata", ({ formData }) => {
  for (const name of new Set(formData.keys())) {
    const given = formData.getAll(name).filter(Boolean);
    formData.delete(name);
    given.forEach((value) => formData.append(name, value));
  }
});
