// Everything works without this: it only saves keystrokes.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(source);
      button.textContent = "Selected: press Ctrl+C";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2500);
  });
}

// Words selected in the page go into the comment form.
const words = document.getElementById("words");
const body = document.querySelector("article .storage");
if (words && body) {
  document.getElementById("words-hint").hidden = false;
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    const text = chosen.toString().trim();
    if (text && text.length < 300 && !text.includes("\n") && body.contains(chosen.anchorNode)) words.value = text;
  });
}

// An anchor in folded text opens what holds it.
function unfold() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = place && place.closest("details:not([open])"); at; at = at.parentElement.closest("details:not([open])")) at.open = true;
  if (place) place.scrollIntoView();
}
addEventListener("hashchange", unfold);
if (location.hash) unfold();
