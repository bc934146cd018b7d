// Makes the desk live and quick: parts of a page that change by themselves, keys, forms without leaving the page.
// Everything here also works without it: links lead, forms post, and the server draws every page whole.
"use strict";

(() => {
  const main = document.getElementById("main");
  const net = document.getElementById("net");
  const said = document.getElementById("said");
  const words = document.body.dataset;

  // The one place where text from our own server becomes elements.
  const trusted = window.trustedTypes
    ? window.trustedTypes.createPolicy("desk", { createHTML: (html) => html })
    : { createHTML: (html) => html };

  function elements(html) {
    const template = document.createElement("template");
    template.innerHTML = trusted.createHTML(html);
    return template.content;
  }

  function tell(text, done = true) {
    said.textContent = text;
    said.hidden = !text;
    said.classList.toggle("not-done", !done);
  }

  // Parts of a page: the element with this id has new content. Where the focus was in it, it comes back.

  function put(id, html) {
    const old = document.getElementById(id);
    if (!old) return;
    const focus = old.contains(document.activeElement) ? document.activeElement : null;
    const key = focus && (focus.id || focus.dataset.key);
    const open = Array.from(old.querySelectorAll("details[open][id]"), (one) => one.id);
    old.replaceChildren(elements(html));
    for (const one of open) document.getElementById(one)?.setAttribute("open", "");
    if (focus) {
      const found = key && (document.getElementById(key) || old.querySelector(`[data-key="${CSS.escape(key)}"]`));
      (found || main).focus({ preventScroll: true });
    }
    old.dispatchEvent(new CustomEvent("desk:part", { bubbles: true }));
  }

  // The stream

  let source = null;
  let over = false;

  function listen() {
    const there = main.dataset.stream;
    if (!there || over) return;
    source = new EventSource(there);
    source.addEventListener("open", () => { net.hidden = true; });
    source.addEventListener("error", () => {
      if (over) return;
      net.textContent = words.lost;
      net.hidden = false;
      if (source.readyState === EventSource.CLOSED) setTimeout(again, 3000);
    });
    source.addEventListener("part", (event) => {
      const part = JSON.parse(event.data);
      put(part.id, part.html);
    });
    source.addEventListener("over", loggedOut);
    main.dispatchEvent(new CustomEvent("desk:stream", { detail: source }));
  }

  // The stream was refused: nobody is logged in any more, or the program is away for a moment.
  async function again() {
    const answer = await fetch("/desk/here", { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (answer && answer.status === 401) loggedOut();
    else listen();
  }

  function loggedOut() {
    over = true;
    source?.close();
    net.textContent = words.over;
    net.hidden = false;
    main.dispatchEvent(new CustomEvent("desk:over"));
  }

  // Who logs in again in another tab goes on here.
  addEventListener("focus", async () => {
    if (!over) return;
    const answer = await fetch("/desk/here", { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (!answer || !answer.ok) return;
    over = false;
    net.hidden = true;
    listen();
  });

  // Forms that need not leave the page: <form data-stays>. What comes back is said; the stream brings what changed.

  async function send(form, button) {
    if (form.dataset.sending) return null;
    form.dataset.sending = "1";
    const fields = new URLSearchParams(new FormData(form));
    if (button && button.name) fields.set(button.name, button.value);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "X-Requested-With": "fetch" },
        body: fields,
        redirect: "error",
      });
      if (answer.status === 401) {
        loggedOut();
        return { status: 401 };
      }
      const told = await answer.json().catch(() => ({}));
      tell(told.said || (answer.ok ? "" : words.failed), answer.ok);
      return { status: answer.status, ...told };
    } catch {
      tell(words.failed, false);
      return { status: 0 };
    } finally {
      delete form.dataset.sending;
    }
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!("stays" in form.dataset) || event.defaultPrevented) return;
    event.preventDefault();
    const answer = await send(form, event.submitter);
    if (answer && answer.status === 200) {
      if (form.dataset.stays === "reset") form.reset();
      if (form.dataset.stays === "goes") location.assign(answer.to);
    }
    form.dispatchEvent(new CustomEvent("desk:sent", { bubbles: true, detail: answer }));
  });

  // Drafts: what is typed in a <textarea data-draft> stays over a reload, another page and an expired session, until it
  // is sent or somebody logs out. Each is of one member, form and field.

  const keyOf = (field) => `draft:${words.member}:${new URL(field.form.action).pathname}:${field.dataset.draft}`;
  const drafts = (within) => Array.from(within.querySelectorAll("textarea[data-draft]"));

  function keep(field) {
    if (field.value && field.value !== field.defaultValue) sessionStorage.setItem(keyOf(field), field.value);
    else sessionStorage.removeItem(keyOf(field));
  }

  function forget(within) {
    for (const field of drafts(within)) sessionStorage.removeItem(keyOf(field));
  }

  // What was sent by the page before counts as kept when this one says what was done.
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith("sent:")) continue;
    if (!said.hidden) sessionStorage.removeItem(key.slice("sent:".length));
    sessionStorage.removeItem(key);
  }

  if (words.member) {
    for (const field of drafts(document)) {
      const draft = sessionStorage.getItem(keyOf(field));
      if (!draft || draft === field.value) continue;
      field.value = draft;
      field.closest("details")?.setAttribute("open", "");
    }
  }

  document.addEventListener("input", ({ target }) => {
    if (target.matches("textarea[data-draft]")) keep(target);
  });

  document.addEventListener("desk:sent", ({ target, detail }) => {
    if (detail?.status === 200) forget(target);
  });

  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (new URL(target.action).pathname === "/desk/logout") {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith("draft:")) sessionStorage.removeItem(key);
    } else if (!defaultPrevented) {
      for (const field of drafts(target)) sessionStorage.setItem(`sent:${keyOf(field)}`, "1");
    }
  });

  // Before what cannot be taken back: <form data-sure="words">

  document.addEventListener("submit", (event) => {
    const sure = event.submitter?.dataset.sure || event.target.dataset.sure;
    if (sure && !confirm(sure)) event.preventDefault();
  }, true);

  // Filters that work at once: <form data-filters> is sent as soon as one of its choices changes

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && "filters" in form.dataset && event.target.type !== "search") form.requestSubmit();
  });

  // Keys. A row of a list is <… data-row>, with the link that opens it in it; a button or link may have data-press.

  const help = document.getElementById("help");
  let first = "";

  function rows() {
    return Array.from(document.querySelectorAll("[data-row]"));
  }

  function move(by) {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1)];
    (next.querySelector("a, button") || next).focus();
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) help.showModal();
  });

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "Escape" && at.closest("details.me")) at.closest("details.me").open = false;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    if (at.closest("input, textarea, select, [contenteditable]")) return;
    const key = event.key;
    if (first === "g" && { n: 1, c: 1 }[key]) {
      location.assign(key === "n" ? "/desk" : "/desk/conversations");
    } else if (key === "j" || key === "k") {
      move(key === "j" ? 1 : -1);
    } else if (key === "?") {
      help.showModal();
    } else if (key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) search.focus();
      else location.assign("/desk/conversations?find=");
    } else {
      const row = at.closest("[data-row]");
      const wanted = `[data-press="${CSS.escape(key)}"]`;
      const found = (row && row.querySelector(wanted)) || document.querySelector(`:not([data-row] *)${wanted}`);
      first = key === "g" ? "g" : "";
      if (!found) return;
      if (found.matches("input, textarea, select")) found.focus();
      else found.click();
    }
    if (key !== "g") first = "";
    event.preventDefault();
  });

  // On a narrow screen the sections are wider than it: the one we are in stands in sight.
  document.querySelector(".top nav a[aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

  window.desk = { put, send, tell, elements, forget };
  addEventListener("DOMContentLoaded", listen); // once the page's own script is there to hear it
})();
