// Makes one conversation live: lines as they come, a draft that is not lost, and colleagues who see each other.
"use strict";

(() => {
  const main = document.getElementById("main");
  const { there } = main.dataset;
  const lines = document.getElementById("lines");
  const timeline = document.getElementById("timeline");
  const reply = document.getElementById("reply");
  const text = document.getElementById("reply-text");
  const side = document.getElementById("side");
  const button = document.getElementById("unseen");
  const narrow = matchMedia("(max-width: 60rem)");
  const READ_AFTER = 1500; // milliseconds that a line is in sight before it counts as seen
  let beating = 0;
  let typed = 0;
  let told = 0;
  const whose = { "page-of": document.body.dataset.mark };

  if (narrow.matches && lines.children.length) side.open = false;

  function toTheEnd() {
    timeline.scrollTop = timeline.scrollHeight;
    if (narrow.matches) lines.lastElementChild?.scrollIntoView({ block: "end" });
  }

  // On a narrow screen the page scrolls, and the reply covers the end of it.
  function nearTheEnd() {
    if (!narrow.matches) return timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight < 120;
    const last = lines.lastElementChild;
    return !last || last.getBoundingClientRect().bottom < innerHeight - composer() + 120;
  }

  function composer() {
    return reply ? reply.offsetHeight : 0;
  }

  function fit() {
    document.documentElement.style.setProperty("--composer", `${composer()}px`);
    watch();
  }

  // What was seen: the number of the last line goes with the reply, so that nobody answers past a colleague. A line that
  // came is seen when its end was in sight for a moment, and so were all before it.

  const unseen = new Set();
  const inSight = new Map();
  let newest = 0;
  let sent = 0;
  let eye = null;

  function saw(number) {
    for (const one of unseen) if (one <= number) unseen.delete(one);
    if (reply && Number(reply.elements.seen.value) < number) reply.elements.seen.value = String(number);
    offer();
  }

  function came(number) {
    newest = Math.max(newest, number);
    if (number <= sent || (reply && number <= Number(reply.elements.seen.value))) return;
    unseen.add(number);
    eye?.observe(endOf(number));
  }

  function endOf(number) {
    return document.querySelector(`#line-${number} .how`);
  }

  function watch() {
    eye?.disconnect();
    for (const timer of inSight.values()) clearTimeout(timer);
    inSight.clear();
    const covered = narrow.matches ? composer() : 0;
    eye = new IntersectionObserver(looked, { rootMargin: `0px 0px -${covered}px 0px` });
    for (const number of unseen) eye.observe(endOf(number));
  }

  function looked(entries) {
    for (const { target, isIntersecting } of entries) {
      const number = Number(target.closest(".line").dataset.line);
      clearTimeout(inSight.get(number));
      inSight.delete(number);
      if (isIntersecting && unseen.has(number)) inSight.set(number, setTimeout(read, READ_AFTER, number));
    }
    offer();
  }

  function read(number) {
    if (document.visibilityState !== "visible") return; // looked at anew once it is
    unseen.delete(number);
    eye.unobserve(endOf(number));
    saw(unseen.size ? Math.min(...unseen) - 1 : newest);
  }

  function offer() {
    button.hidden = !Array.from(unseen).some((number) => !inSight.has(number));
  }

  function toTheUnseen() {
    if (!unseen.size) return;
    document.getElementById(`line-${Math.min(...unseen)}`).scrollIntoView({ block: "nearest" });
  }

  button.addEventListener("click", () => {
    toTheUnseen();
    timeline.focus({ preventScroll: true });
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") watch(); });
  narrow.addEventListener("change", fit);
  fit();
  if (reply) new ResizeObserver(fit).observe(reply, { box: "border-box" });
  if (main.dataset.stream) toTheEnd();

  // The stream

  main.addEventListener("desk:stream", ({ detail: source }) => hear(source));

  function add(line) {
    if (document.getElementById(`line-${line.id}`)) return false;
    const follow = nearTheEnd() || line.id <= sent;
    lines.append(window.desk.elements(line.html));
    if (follow) toTheEnd();
    came(line.id);
    return true;
  }

  function hear(source) {
    source.addEventListener("line", (event) => {
      const line = JSON.parse(event.data);
      if (!add(line)) return;
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
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("draft:") && key.includes(`:${there}/`)) sessionStorage.removeItem(key); // whoever's it was
    }
    clearInterval(beating);
    unseen.clear();
    watch();
    const words = document.createElement("p");
    words.className = "lead";
    words.setAttribute("role", "alert");
    words.textContent = why;
    document.title = why;
    delete main.dataset.stream;
    main.replaceChildren(words);
  }

  document.getElementById("note")?.addEventListener("desk:sent", ({ target, detail }) => {
    if (detail?.status !== 200) return;
    target.elements.key.value = detail.key;
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
    if (document.visibilityState === "hidden") return; // nobody is, at a page that nobody looks at
    const body = new URLSearchParams({ typing: Date.now() - typed < 5000 ? "1" : "0", ...whose });
    told = Date.now();
    const headers = { "X-Requested-With": "fetch" };
    const answer = await fetch(`${there}/here`, { method: "POST", headers, body }).catch(() => null);
    if (answer && answer.status === 409) window.desk.again();
    if (answer && answer.status === 404 && main.dataset.stream) gone(main.dataset.gone);
  }

  if (main.dataset.stream) {
    here();
    beating = setInterval(here, 10000);
    const leave = () => navigator.sendBeacon(`${there}/here`, new URLSearchParams({ gone: "1", ...whose }));
    addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") leave();
      else here();
    });
    addEventListener("pageshow", (event) => { if (event.persisted) here(); });
  }

  if (!reply) return;

  // Chromium drops the focus when it goes to the place that the address names, which it does once all is loaded.
  if (location.hash === "#reply") {
    const begin = () => setTimeout(() => {
      toTheEnd();
      text.focus({ preventScroll: true });
    });
    if (document.readyState === "complete") begin();
    else addEventListener("load", begin);
  }

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
      window.desk.clear(answer.typed);
      if (!text.value) typed = 0;
      reply.elements.key.value = answer.key;
      sent = answer.seen;
      saw(answer.seen);
      preview.replaceChildren();
      careful("", false, false);
      count();
      here();
      if (!document.activeElement.closest("input, textarea, select")) text.focus();
      toTheEnd();
    } else if (answer.said && answer.status !== 401) {
      careful(answer.said, answer.sure, answer.again);
      preview.replaceChildren();
      window.desk.tell("");
      if (answer.lines) answer.lines.forEach(add);
      toTheUnseen();
      if (answer.again) reply.elements.seen.value = String(answer.seen);
    }
  });

  for (const field of document.querySelectorAll("[data-draft]")) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      if (!field.readOnly) field.form.requestSubmit(field === text ? sendButton : null);
    });
  }

  // Whether they may act here changes while the page is open; what was typed stays to be seen.

  function stand() {
    const { mine, yours } = document.getElementById("stand").dataset;
    if (mine && text.readOnly) careful("", false, false);
    const focus = document.activeElement;
    text.placeholder = yours ? text.dataset.yours : text.dataset.free;
    for (const one of document.querySelectorAll("#main [data-mine]:not(#stand)")) {
      const field = one.querySelector("[data-draft]");
      one.hidden = !mine && !field?.value;
      if (field) field.readOnly = !mine;
      for (const act of one.querySelectorAll("[data-acts]")) act.hidden = !mine;
      for (const why of one.querySelectorAll("[data-shut]")) why.hidden = Boolean(mine);
    }
    if (!mine) sure.hidden = true;
    if (focus?.closest("[hidden]")) timeline.focus({ preventScroll: true });
  }
  stand();
  document.getElementById("head").addEventListener("desk:part", stand);

  document.getElementById("reply-copy").addEventListener("click", async ({ target }) => {
    text.select();
    const copied = await navigator.clipboard?.writeText(text.value).then(() => true, () => false);
    if (copied || document.execCommand("copy")) window.desk.tell(target.dataset.done);
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
