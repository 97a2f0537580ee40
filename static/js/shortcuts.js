// Single keys that lead to the search box and from result to result; whoever does not want them switches them off.
"use strict";

{
  const KEPT = "imr-shortcuts"; // "off" in the browser's own storage where they are switched off
  const list = document.getElementById("shortcuts");
  const isOn = document.getElementById("shortcuts-on");
  const opener = document.getElementById("shortcuts-open");

  function kept(value) {
    try {
      if (value !== undefined) localStorage.setItem(KEPT, value);
      return localStorage.getItem(KEPT);
    } catch {
      return value; // a browser that keeps nothing: the choice holds for this page
    }
  }

  function isTyping(element) {
    const isText = element.matches("input:not([type=checkbox], [type=radio], [type=submit], [type=button])");
    return isText || element.matches("textarea, select") || element.isContentEditable;
  }

  // A result is reached by its link, an item of a letter by its heading; what is folded away is passed over.
  function stops() {
    const all = document.querySelectorAll("[data-item] :is(h3, h4) a, article.item h2");
    return [...all].filter((each) => each.checkVisibility?.() ?? true);
  }

  function step(by) {
    const all = stops();
    const here = document.activeElement.closest("[data-item], article.item");
    const at = here ? all.findIndex((each) => here.contains(each)) : -1;
    const next = all[at === -1 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (!next) return;
    if (next.matches("h2")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.closest("article").scrollIntoView({ block: "nearest" });
  }

  function search() {
    const box = document.getElementById("q");
    if (!box) return location.assign(document.querySelector(".brand").href);
    box.focus();
    box.select();
  }

  const keys = {
    "/": search,
    j: () => step(1),
    k: () => step(-1),
    n: () => document.querySelector('a[rel="next"]')?.click(),
    p: () => document.querySelector('a[rel="prev"]')?.click(),
    "?": () => list.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!isOn.checked || list.open || isTyping(event.target) || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  isOn.checked = kept() !== "off";
  isOn.addEventListener("change", () => kept(isOn.checked ? "on" : "off"));
  opener.addEventListener("click", () => list.showModal());
  opener.hidden = false;
}
