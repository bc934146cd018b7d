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

  // The stream. A browser allows few connections to one host: a page that nobody looks at has none.

  const PEEK_EVERY = 20_000; // milliseconds
  let source = null;
  let over = false;
  let last = ""; // the number of the last line that came: a stream that is opened anew goes on from there
  let peeks = 0;

  const hidden = () => document.visibilityState === "hidden";

  function listen() {
    if (!main.dataset.stream || over || hidden()) return;
    if (source && source.readyState !== EventSource.CLOSED) return;
    const there = new URL(main.dataset.stream, location.href);
    if (last) there.searchParams.set("after", last);
    source = new EventSource(there);
    source.addEventListener("open", () => { net.hidden = true; });
    source.addEventListener("error", () => {
      if (over || hidden()) return;
      net.textContent = words.lost;
      net.hidden = false;
      if (source.readyState === EventSource.CLOSED) setTimeout(again, 3000);
    });
    source.addEventListener("part", (event) => {
      const part = JSON.parse(event.data);
      put(part.id, part.html);
    });
    source.addEventListener("line", (event) => { last = event.lastEventId || last; });
    source.addEventListener("over", loggedOut);
    main.dispatchEvent(new CustomEvent("desk:stream", { detail: source }));
  }

  // Who is there now? Whoever logged in again in another tab goes on here; for somebody else the page is drawn anew.
  async function again() {
    if (!words.mark) return;
    const answer = await fetch("/desk/here", { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (answer && answer.status === 401) {
      if (!over) loggedOut();
      return;
    }
    if (answer && answer.ok) {
      if (answer.headers.get("Page-Of") !== words.mark) {
        location.replace(location.pathname + location.search); // and no form is sent again, as by a reload
        return;
      }
      if (over) net.hidden = true;
      over = false;
    }
    listen();
  }

  addEventListener("focus", again);

  // Each form tells whose page it is on, and is refused where somebody else is logged in by now.
  document.addEventListener("formdata", ({ target, formData }) => {
    if (words.mark && target.method === "post") formData.set("page-of", words.mark);
  });

  document.addEventListener("visibilitychange", () => {
    clearInterval(peeks);
    if (!hidden()) {
      again();
      return;
    }
    source?.close();
    if (main.dataset.peek) peeks = setInterval(peek, PEEK_EVERY);
  });

  // What a page that nobody looks at shows still: its title, among the other tabs.
  async function peek() {
    const headers = { "X-Requested-With": "fetch" };
    const answer = await fetch(main.dataset.peek, { headers, signal: AbortSignal.timeout(PEEK_EVERY) }).catch(() => null);
    const parts = answer && answer.ok ? await answer.json().catch(() => ({})) : {};
    if (hidden()) for (const [id, html] of Object.entries(parts)) put(id, html);
  }

  function loggedOut() {
    over = true;
    source?.close();
    const again = document.createElement("a");
    again.href = "/desk/login";
    again.target = "_blank";
    again.rel = "noopener";
    again.textContent = words.login;
    net.replaceChildren(words.over, " ", again);
    net.hidden = false;
    main.dispatchEvent(new CustomEvent("desk:over"));
  }

  // Forms that need not leave the page: <form data-stays>. What comes back is said; the stream brings what changed.

  const SENDS_FOR = 30_000; // milliseconds; then somebody is told rather than kept waiting

  async function send(form, button) {
    if (form.dataset.sending) return null;
    form.dataset.sending = "1";
    const fields = new URLSearchParams(new FormData(form));
    const typed = new Map(drafts(form).map((field) => [field, field.value]));
    if (button && button.name) fields.set(button.name, button.value);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "X-Requested-With": "fetch" },
        body: fields,
        redirect: "error",
        signal: AbortSignal.timeout(SENDS_FOR),
      });
      if (answer.status === 401) {
        loggedOut();
        return { status: 401 };
      }
      const told = await answer.json().catch(() => ({}));
      tell(told.said || (answer.ok ? "" : words.failed), answer.ok);
      return { status: answer.status, ...told, typed };
    } catch (error) {
      tell(error.name === "TimeoutError" ? words.late : words.failed, false);
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

  // What was sent goes out of its fields; what was typed meanwhile stays, and is a draft.
  function clear(typed) {
    for (const [field, words] of typed) {
      if (!field.value.startsWith(words)) continue;
      const rest = field.value.slice(words.length).trimStart();
      field.setRangeText("", 0, field.value.length - rest.length, "preserve");
      keep(field);
    }
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

  document.addEventListener("desk:sent", ({ detail }) => {
    if (detail?.status === 200) clear(detail.typed);
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

  // Keys. A row of a list is <… data-row>, with the link that opens it in it; a button or link may have data-press.
  // What sends a form waits until its key was alone: who types a word while no field has the focus sends nothing.

  const ALONE = 350; // milliseconds without another key, before and after
  const help = document.getElementById("help");
  let first = "";
  let pressed = -ALONE;
  let sending = 0;

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

  function pressing(key) {
    const wanted = `[data-press="${CSS.escape(key)}"]`;
    const row = document.activeElement.closest("[data-row]");
    return row?.querySelector(wanted) || document.querySelector(`:not([data-row] *)${wanted}`);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) help.showModal();
  });

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    clearTimeout(sending);
    if (event.key === "Escape" && at.closest("details.me")) at.closest("details.me").open = false;
    if (words.keys === "off" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    if (at.closest("input, textarea, select, [contenteditable]")) {
      pressed = -ALONE; // who was in a field, and has left it, types no word beside it
      return;
    }
    const key = event.key;
    const alone = event.timeStamp - pressed > ALONE && !event.repeat;
    if (key.length === 1 && key !== "j" && key !== "k") pressed = event.timeStamp; // to move in a list is no word
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
      const found = pressing(key);
      first = key === "g" ? "g" : "";
      if (!found) return;
      if (found.matches("input, textarea, select")) found.focus();
      else if (found.matches("a")) found.click();
      else if (alone && (at === document.body || main.contains(at))) {
        sending = setTimeout(() => {
          const still = pressing(key); // its part of the page may have come anew
          if (still?.dataset.key === found.dataset.key) still.click();
        }, ALONE);
      }
    }
    if (key !== "g") first = "";
    event.preventDefault();
  });

  // On a narrow screen the sections are wider than it: the one we are in stands in sight.
  document.querySelector(".top nav a[aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

  window.desk = { put, send, tell, elements, clear, again };
  addEventListener("DOMContentLoaded", listen); // once the page's own script is there to hear it
})();
