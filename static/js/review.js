// Helps a reviewer: words selected in the letter fill the field in use, and keys walk through facts and letters.
"use strict";

const letter = document.querySelector(".pane-text .letter-text");
const bar = document.querySelector(".use-words");
const form = document.getElementById("corrections");
const keysAreOn = document.getElementById("shortcuts-on"); // of shortcuts.js, where n and p are too
let field = null;
let chosen = null;

// Characters as the server counts them: a code point is one, be it one unit of JavaScript or two.
const length = (text) => [...text].length;

function wordsSelected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!letter.contains(range.startContainer) || !letter.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(letter);
  before.setEnd(range.startContainer, range.startOffset);
  const text = range.toString();
  const words = text.trim();
  if (!words) return null;
  const start = length(before.toString()) + length(text) - length(text.trimStart());
  return { words: words.replace(/\s+/g, " "), span: `${start}-${start + length(words)}` };
}

function offerWords() {
  chosen = wordsSelected();
  const fact = field?.closest(".fact");
  bar.hidden = !(chosen && fact);
  if (!bar.hidden) bar.querySelector("[data-field]").textContent = fact.querySelector(".fact-label").textContent;
}

function inUse(input) {
  field?.classList.remove("in-use");
  field = input;
  field?.classList.add("in-use");
  offerWords();
}

// A choice takes the option that the words name, if they name one; the words are where the letter says so all the same.
function choose(select, words) {
  const named = [...select.options].find((option) => option.text.toLowerCase() === words.toLowerCase());
  if (named) select.value = named.value;
}

function useWords() {
  if (!field || !chosen) return;
  const span = field.closest(".fact").querySelector("[data-span]");
  if (field.matches("select")) choose(field, chosen.words);
  else if (field.matches("textarea, input[type=text]")) field.value = chosen.words;
  if (!field.closest(".citations")) span.value = chosen.span;
  document.getSelection().removeAllRanges();
  offerWords();
  field.focus();
}

const facts = () => [...document.querySelectorAll(".fact")];

function walk(by) {
  const all = facts();
  const at = all.findIndex((fact) => fact.contains(document.activeElement));
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  const link = next?.querySelector("a.fact-value");
  if (link) location.replace(link.hash); // takes the focus away, so it comes first
  (link ?? next?.querySelector("summary"))?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
}

function correctFact() {
  const fact = document.activeElement.closest(".fact");
  const details = fact?.querySelector("details.correct");
  if (!details) return;
  details.open = true;
  details.querySelector("[data-input]")?.focus();
}

const KEYS = {
  j: () => walk(1),
  k: () => walk(-1),
  e: correctFact,
  u: useWords,
  w: () => document.getElementById("reason").focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.contains(event.target)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  const typing = event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
  if (!keysAreOn.checked || document.querySelector("dialog[open]") || typing || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});

document.addEventListener("selectionchange", offerWords);
form.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-input]")) inUse(event.target);
});
// A press on the button must not undo the selection it is about.
bar.addEventListener("mousedown", (event) => event.preventDefault());
bar.querySelector("[data-use]").addEventListener("click", useWords);

document.querySelector("#errors, #conflict")?.focus();
