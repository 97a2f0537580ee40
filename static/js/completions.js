// Makes the search box a combobox: what is typed is completed to treatments, guidelines, sections and letters.
"use strict";

{
  const WAIT = 150; // milliseconds without a key before anything is asked
  const box = document.getElementById("q");
  const form = box.form;
  const list = document.createElement("div");
  const said = document.createElement("p");
  let timer = 0;
  let asking = new AbortController();

  list.className = "completions";
  list.hidden = true;
  said.className = "visually-hidden";
  said.setAttribute("aria-live", "polite");
  box.closest(".search-line").append(list, said);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");

  const options = () => [...list.querySelectorAll('[role="option"]')];
  const chosen = () => list.querySelector('[aria-selected="true"]');

  function close() {
    clearTimeout(timer);
    asking.abort();
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    box.removeAttribute("aria-controls");
  }

  function open(html) {
    list.innerHTML = html;
    const count = options().length;
    if (!count) return close();
    options().forEach((option) => option.setAttribute("aria-selected", "false"));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    box.setAttribute("aria-controls", "completions");
    box.removeAttribute("aria-activedescendant");
    said.textContent = count === 1 ? "1 suggestion" : `${count} suggestions`;
  }

  async function ask() {
    asking.abort();
    asking = new AbortController();
    const asked = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(`${box.dataset.suggest}?${asked}`, { signal: asking.signal });
      const html = answer.ok ? await answer.text() : "";
      if (document.activeElement === box) open(html);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  }

  function step(by) {
    const all = options();
    const at = all.indexOf(chosen());
    // Before the first and behind the last option comes the box itself.
    choose(all[at === -1 && by < 0 ? all.length - 1 : at + by]);
  }

  box.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event.isComposing) return;
    if (box.value.trim().length < 2) return close();
    timer = setTimeout(ask, WAIT);
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isOpen = !list.hidden;
    if (event.key === "Enter") {
      const option = isOpen && chosen();
      if (!option) return close();
      event.preventDefault();
      location.assign(option.dataset.href);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault(); // closing the list is not emptying the box
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) step(event.key === "ArrowDown" ? 1 : -1);
      else if (box.value.trim().length > 1) ask();
    }
  });

  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
  list.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) location.assign(option.dataset.href);
  });
}
