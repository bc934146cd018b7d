// Makes one conversation live: lines as they come, a draft that is not lost, and colleagues who see each other.
"use strict";

(() => {
  const main = document.getElementById("main");
  const { there, token } = main.dataset;
  const lines = document.getElementById("lines");
  const timeline = document.getElementById("timeline");
  const reply = document.getElementById("reply");
  const text = document.getElementById("reply-text");
  const side = document.getElementById("side");
  const narrow = matchMedia("(max-width: 60rem)");
  const READ_AFTER = 1500; // milliseconds that a line is on the screen before it counts as seen
  let beating = 0;
  let typed = 0;
  let told = 0;

  if (narrow.matches && lines.children.length) side.open = false;

  function toTheEnd() {
    timeline.scrollTop = timeline.scrollHeight;
    if (narrow.matches) lines.lastElementChild?.scrollIntoView({ block: "center" });
  }
  if (main.dataset.stream) toTheEnd();

  // What was seen: the number of the last line goes with the reply, so that nobody answers past a colleague.

  function saw(number) {
    if (reply && Number(reply.elements.seen.value) < number) reply.elements.seen.value = String(number);
  }

  function sawSoon(number) {
    setTimeout(() => {
      if (document.visibilityState === "visible") saw(number);
      else document.addEventListener("visibilitychange", () => sawSoon(number), { once: true });
    }, READ_AFTER);
  }

  // The stream

  main.addEventListener("desk:stream", ({ detail: source }) => hear(source));

  function add(line) {
    if (document.getElementById(`line-${line.id}`)) return false;
    const near = timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight < 120;
    lines.append(window.desk.elements(line.html));
    if (near) timeline.scrollTop = timeline.scrollHeight;
    return true;
  }

  function hear(source) {
    source.addEventListener("line", (event) => {
      const line = JSON.parse(event.data);
      if (!add(line)) return;
      sawSoon(line.id);
      if (line.who === "learner") {
        const heard = document.getElementById("heard");
        const words = document.querySelector(`#line-${line.id} .said-words`).textContent.trim();
        heard.textContent = `${heard.dataset.words} ${words.slice(0, 200)}`;
      }
    });
    source.addEventListener("deliveries", (event) => {
      for (const [id, how] of Object.entries(JSON.parse(event.data))) {
        const shown = document.querySelector(`#line-${id} .delivery`);
        if (!shown || shown.dataset.delivery === how) continue;
        shown.dataset.delivery = how;
        shown.textContent = timeline.dataset[how] || how;
      }
    });
    source.addEventListener("gone", (event) => {
      source.close();
      gone(event.data);
    });
  }

  // The learner was erased, or may not be seen any more: nothing of them stays here.
  function gone(why) {
    forget();
    clearInterval(beating);
    const words = document.createElement("p");
    words.className = "lead";
    words.setAttribute("role", "alert");
    words.textContent = why;
    document.title = why;
    delete main.dataset.stream;
    main.replaceChildren(words);
  }

  // A draft stays over a reload and an expired session, until it is sent or somebody logs out.

  const drafts = Array.from(document.querySelectorAll("[data-draft]"));
  const keyOf = (field) => `draft:${token}:${field.dataset.draft}`;

  for (const field of drafts) {
    if (!field.value) field.value = sessionStorage.getItem(keyOf(field)) || "";
    field.addEventListener("input", () => keep(field));
  }

  function keep(field) {
    if (field.value) sessionStorage.setItem(keyOf(field), field.value);
    else sessionStorage.removeItem(keyOf(field));
  }

  function forget() {
    for (const field of drafts) sessionStorage.removeItem(keyOf(field));
  }

  document.querySelector('form[action="/desk/logout"]')?.addEventListener("submit", () => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("draft:")) sessionStorage.removeItem(key);
  });

  document.getElementById("note")?.addEventListener("desk:sent", ({ target, detail }) => {
    if (detail?.status !== 200) return;
    target.elements.key.value = detail.key;
    for (const field of target.querySelectorAll("[data-draft]")) keep(field);
  });

  // A moment of one's own is asked for only when it is chosen.

  const snooze = document.getElementById("snooze");
  if (snooze) {
    const { until, moment } = snooze.elements;
    const choose = () => { moment.closest("label").hidden = until.value !== "own"; };
    until.addEventListener("change", choose);
    choose();
  }

  // Who else is here

  async function here() {
    const body = new URLSearchParams({ typing: Date.now() - typed < 5000 ? "1" : "0" });
    told = Date.now();
    const headers = { "X-Requested-With": "fetch" };
    const answer = await fetch(`${there}/here`, { method: "POST", headers, body }).catch(() => null);
    if (answer && answer.status === 404 && main.dataset.stream) gone(main.dataset.gone);
  }

  if (main.dataset.stream) {
    here();
    beating = setInterval(here, 10000);
    addEventListener("pagehide", () => navigator.sendBeacon(`${there}/here`, new URLSearchParams({ gone: "1" })));
    addEventListener("pageshow", (event) => { if (event.persisted) here(); });
  }

  if (!reply) return;

  if (location.hash === "#reply") text.focus();

  text.addEventListener("input", () => {
    typed = Date.now();
    if (typed - told > 4000 || text.value.length === 1) here();
    count();
  });

  // The reply

  const care = document.getElementById("reply-care");
  const sure = document.getElementById("reply-sure");
  const sendButton = document.getElementById("reply-send");
  const preview = document.getElementById("preview");
  const counter = document.getElementById("reply-count");

  function count() {
    const left = Number(text.dataset.longest) - text.value.length;
    counter.textContent = left < 300 ? `${counter.dataset.words} ${left}` : "";
  }
  count();

  function careful(words, asks, again) {
    care.textContent = words || "";
    care.hidden = !words;
    sure.hidden = !asks;
    if (!asks) reply.elements.sure.checked = false;
    sendButton.textContent = again ? sendButton.dataset.again : sendButton.dataset.words;
  }

  reply.addEventListener("submit", async (event) => {
    event.preventDefault();
    const previews = event.submitter?.id === "reply-preview";
    if (!text.value.trim()) {
      text.focus();
      return;
    }
    const action = reply.action;
    if (previews) reply.action = event.submitter.formAction;
    const sending = window.desk.send(reply);
    reply.action = action;
    const answer = await sending;
    if (!answer) return;
    if (previews) {
      if (answer.html) preview.replaceChildren(window.desk.elements(answer.html));
      return;
    }
    if (answer.status === 200) {
      text.value = "";
      keep(text);
      typed = 0;
      reply.elements.key.value = answer.key;
      saw(answer.seen);
      preview.replaceChildren();
      careful("", false, false);
      count();
      here();
      text.focus();
      toTheEnd();
    } else if (answer.said && answer.status !== 401) {
      careful(answer.said, answer.sure, answer.again);
      preview.replaceChildren();
      window.desk.tell("");
      if (answer.lines) answer.lines.forEach(add);
      if (answer.seen) saw(answer.seen);
    }
  });

  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      reply.requestSubmit(sendButton);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("textarea")) {
      event.target.blur();
      timeline.focus({ preventScroll: true });
    }
  });

  // What is ready to be used goes where the cursor is.

  document.addEventListener("click", (event) => {
    const ready = event.target.closest("[data-insert]");
    if (!ready) return;
    text.setRangeText(ready.dataset.insert, text.selectionStart, text.selectionEnd, "end");
    ready.closest("details").open = false;
    text.dispatchEvent(new Event("input"));
    text.focus();
  });
})();
