// Files may be dropped beside being chosen; says what was chosen, and what is too much before it is sent.
"use strict";

const form = document.getElementById("upload");
const input = document.getElementById("files");
const drop = form.querySelector(".drop");
const chosen = document.getElementById("upload-chosen");
const MEGABYTE = 1024 * 1024;

function size(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < MEGABYTE ? `${Math.round(bytes / 1024)} kB` : `${(bytes / MEGABYTE).toFixed(1)} MB`;
}

function problem(files, bytes) {
  if (files.length > Number(form.dataset.most)) return "These are too many files at once: pack them into a zip archive.";
  if (bytes > Number(form.dataset.largest)) return "This is too much at once: send it in several parts.";
  return "";
}

function tell() {
  const files = Array.from(input.files);
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const wrong = problem(files, bytes);
  input.setCustomValidity(wrong);
  chosen.textContent = files.length ? `${files.length} file${files.length === 1 ? "" : "s"}, ${size(bytes)}. ${wrong}` : "";
}

function add(dropped) {
  const all = new DataTransfer();
  for (const file of [...input.files, ...dropped]) all.items.add(file);
  input.files = all.files;
  tell();
}

form.querySelector(".drop-hint").hidden = false;
input.addEventListener("change", tell);
for (const kind of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("is-over", kind === "dragover");
  });
}
drop.addEventListener("drop", (event) => add(event.dataTransfer.files));
form.addEventListener("submit", () => {
  form.querySelector("button").textContent = "Uploading …";
});
tell();
