// Copies a text with one tap. Without this script the text can be selected: one tap takes all of it.
"use strict";

(() => {
  const words = document.getElementById("main").dataset;

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text.textContent);
      return words.copied;
    } catch {
      // No permission, or no https: then the learner copies what is selected.
      getSelection().selectAllChildren(text);
      return words.selected;
    }
  }

  for (const button of document.querySelectorAll("[data-copies]")) {
    const told = button.parentElement.querySelector(".told");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const said = await copy(document.getElementById(button.dataset.copies));
      for (const other of document.querySelectorAll(".told")) other.textContent = "";
      told.textContent = said;
    });
  }
})();
