// On a letter: to the previous and next words of the search, and copying a citation or a link.
// All of it works as links too.
"use strict";

{
  const hits = [...document.querySelectorAll("mark[id^=hit-]")];
  const bar = document.getElementById("hits");
  const said = document.createElement("span");

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "plain";
    made.textContent = words;
    made.addEventListener("click", () => act(made));
    return made;
  }

  function here() {
    return hits.findIndex((each) => `#${each.id}` === location.hash);
  }

  function step(by) {
    const at = here();
    const to = at === -1 ? (by > 0 ? 0 : hits.length - 1) : (at + by + hits.length) % hits.length;
    location.replace(`#${hits[to].id}`);
    said.textContent = `Word ${to + 1} of ${hits.length}`;
  }

  if (bar && hits.length > 1) {
    said.setAttribute("role", "status");
    bar.classList.add("stepped");
    bar.append(said, button("Previous", () => step(-1)), button("Next", () => step(1)));
  }

  async function copy(made, text) {
    const words = made.textContent;
    try {
      await navigator.clipboard.writeText(text);
      made.textContent = "Copied";
    } catch {
      made.textContent = "Select and copy it by hand";
    }
    setTimeout(() => (made.textContent = words), 2000);
  }

  // A link to a section is followed as ever; its whole address, without the search that led here, is copied besides.
  const address = document.querySelector("link[rel=canonical]").href;
  for (const each of document.querySelectorAll(".to-section")) {
    const copied = document.createElement("span");
    copied.className = "copied";
    copied.setAttribute("role", "status");
    each.after(copied);
    each.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(address + each.hash);
        copied.textContent = "Link copied";
      } catch {
        copied.textContent = "Copy the link by hand";
      }
      setTimeout(() => (copied.textContent = ""), 2000);
    });
  }

  for (const each of document.querySelectorAll(".cite-as")) {
    const cited = each.querySelector(".citation-text").textContent.trim();
    const address = each.querySelector(".here").textContent.trim();
    each.append(
      button("Copy citation", (made) => copy(made, `${cited}, ${address}`)),
      button("Copy link", (made) => copy(made, address)),
    );
  }
}
