// What a page with a list or a file does beside: all rows picked at once, and a file that is too large is not sent.
"use strict";

(() => {
  document.addEventListener("change", (event) => {
    const at = event.target;
    if ("all" in at.dataset) {
      for (const one of document.querySelectorAll(`input[name="${CSS.escape(at.dataset.all)}"]`)) one.checked = at.checked;
    }
    if (at.type === "file" && at.dataset.largest) {
      const large = at.files.length && at.files[0].size > Number(at.dataset.largest);
      at.setCustomValidity(large ? at.dataset.tooLarge : "");
      if (large) at.reportValidity();
    }
  });
})();
