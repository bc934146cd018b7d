// Makes the chat live: sends without leaving the page, and shows what comes in while it is open.
// Everything here also works without it: the forms post, and the server draws the whole conversation.
"use strict";

(() => {
  const main = document.getElementById("main");
  const log = document.getElementById("log");
  const text = document.getElementById("text");
  const wrong = document.getElementById("wrong");
  const live = log && "live" in main.dataset;
  const words = main.dataset;
  const page = document.scrollingElement;

  // The one place where text from our own server becomes elements.
  const trusted = window.trustedTypes
    ? window.trustedTypes.createPolicy("chat", { createHTML: (html) => html })
    : { createHTML: (html) => html };

  function elements(html) {
    const template = document.createElement("template");
    template.innerHTML = trusted.createHTML(html);
    return template.content;
  }

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function squeezed(said) {
    return said.replace(/\s+/g, "");
  }

  function make(tag, className, content) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (content) element.textContent = content;
    return element;
  }

  // Sending

  let keyboard = false; // was the last thing the learner did a key?
  let clicked = null; // the button of the form being sent, for browsers that do not tell
  const waiting = []; // own messages that are shown but not yet in the conversation
  const failed = { text: "", key: "", tap: "", form: null }; // what could not be kept, as far as we know

  addEventListener("keydown", () => { keyboard = true; }, true);
  addEventListener("pointerdown", () => { keyboard = false; }, true);
  addEventListener("click", (event) => {
    clicked = event.target.closest("button");
    // The second tap of two is no answer to the question that came in between.
    if (event.detail > 1 && clicked && log && log.contains(clicked)) event.preventDefault();
  }, true);

  async function post(fields) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 20000);
    try {
      const answer = await fetch("/chat/say", {
        method: "POST",
        headers: { "X-Requested-With": "fetch" },
        body: new URLSearchParams(fields),
        redirect: "error",
        signal: stop.signal,
      });
      if (answer.ok) return "";
      if (answer.status === 409 && live) over();
      const plain = (answer.headers.get("content-type") || "").startsWith("text/plain");
      return (plain && (await answer.text())) || words.failed || words.failedTap;
    } catch {
      return "text" in fields ? words.failed : words.failedTap;
    } finally {
      clearTimeout(timer);
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("action") !== "/chat/say" || (log && !live)) return;
    event.preventDefault();
    if (form.id === "composer") sayText();
    else sayButton(form, event.submitter || clicked);
  });

  async function sayText() {
    const said = text.value.trim();
    if (!said) {
      text.focus();
      return;
    }
    const key = failed.text === said ? failed.key : newKey();
    const bubble = pending(said);
    wrong.textContent = "";
    text.value = "";
    grow();
    const problem = await post({ text: said, key, lang: words.language });
    if (!problem || cameIn(bubble)) {
      failed.text = failed.key = "";
      settled(bubble);
      return;
    }
    drop(bubble);
    if (ended) return;
    failed.text = said;
    failed.key = key;
    text.value = text.value.trim() ? `${said}\n${text.value}` : said;
    grow();
    complain(problem);
  }

  async function sayButton(form, button) {
    if (!button || "sent" in form.dataset) return;
    form.dataset.sent = "";
    wrong.textContent = "";
    for (const one of form.querySelectorAll("button")) one.setAttribute("aria-disabled", "true");
    const fields = Object.fromEntries(new FormData(form));
    fields[button.name] = button.value;
    const bubble = log && button.name === "value" ? pending(button.querySelector(".label").textContent) : null;
    const problem = await post(fields);
    if (problem && !cameIn(bubble)) {
      if (bubble) {
        failed.tap = bubble.querySelector(".words").textContent;
        failed.form = form;
        drop(bubble);
      }
      if (ended && form.id !== "anew") return;
      unlock(form, false);
      complain(problem);
    } else if (button.name === "start") {
      location.replace("/chat");
    } else {
      settled(bubble);
      setTimeout(unlock, 5000, form, true);
    }
  }

  function complain(problem) {
    const stick = live && atNewest();
    wrong.textContent = problem;
    if (stick) toNewest();
  }

  function unlock(form, fresh) {
    if (!("sent" in form.dataset)) return;
    delete form.dataset.sent;
    if (fresh) form.elements.key.value = newKey();
    for (const one of form.querySelectorAll("button")) one.removeAttribute("aria-disabled");
  }

  // Own messages until the server has them

  function pending(said) {
    const bubble = make("div", "line you pending");
    bubble.dataset.who = "you";
    bubble.setAttribute("aria-live", "off"); // one does not have to hear one's own words
    const inner = make("div", "bubble");
    const body = make("div", "words");
    const paragraph = make("p", "", said);
    paragraph.dir = "auto";
    body.append(paragraph);
    inner.append(make("span", "hidden", words.said), body, make("span", "moment", words.sending));
    bubble.append(inner);
    log.append(bubble);
    waiting.push(bubble);
    toNewest();
    typing(true);
    return bubble;
  }

  function settled(bubble) {
    if (!waiting.includes(bubble)) return;
    bubble.dataset.heard = "";
    bubble.querySelector(".moment").textContent = "";
  }

  function cameIn(bubble) {
    // On a bad line the message can arrive while the answer to it gets lost.
    return bubble !== null && "came" in bubble.dataset;
  }

  function drop(bubble) {
    const place = waiting.indexOf(bubble);
    if (place >= 0) waiting.splice(place, 1);
    bubble.remove();
    if (!waiting.length) typing(false);
  }

  // What comes in

  const dots = document.getElementById("typing");
  const jump = document.getElementById("jump");
  const commands = document.getElementById("commands");
  const side = document.querySelector(".side");
  let last = log ? Number(words.last) : 0;
  let quiet = false; // a human has the word: nobody answers at once
  let dotsTimer = 0;

  function typing(on) {
    clearTimeout(dotsTimer);
    dots.hidden = !on || quiet;
    if (on) dotsTimer = setTimeout(typing, 30000, false);
  }

  function atNewest() {
    return page.scrollHeight - page.scrollTop - page.clientHeight < 80;
  }

  function toNewest(from) {
    // As far down as possible, but a message taller than the window is shown from its beginning.
    const bottom = page.scrollHeight - page.clientHeight;
    const head = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    const top = from ? from.getBoundingClientRect().top + page.scrollTop - head : bottom;
    page.scrollTop = Math.min(bottom, top);
    jump.hidden = true;
  }

  function collapse(form) {
    form.classList.remove("live");
    const earlier = make("details", "earlier");
    earlier.setAttribute("aria-live", "off"); // it was read aloud when it came
    earlier.append(make("summary", "", words.earlier));
    form.before(earlier);
    earlier.append(form);
    unlock(form, true);
  }

  function choose(said) {
    // The answer that was given stays visible with its question, wherever it was given.
    for (const button of log.querySelectorAll("form.live button")) {
      const label = button.querySelector(".label");
      if (label.textContent.trim() !== said || button.classList.contains("chosen")) continue;
      button.setAttribute("aria-live", "off");
      button.classList.add("chosen");
      button.prepend(make("span", "hidden", `${words.chosen} `));
    }
  }

  function ownBubble(said) {
    // The one with these words; the oldest when none has them, for a secret in them was made unreadable.
    const place = waiting.findIndex((one) => squeezed(one.querySelector(".words").textContent) === squeezed(said));
    if (place >= 0) waiting[place].dataset.came = "";
    return waiting.splice(Math.max(place, 0), 1)[0];
  }

  function arrived(said) {
    // What seemed lost is there after all: it need not be sent again.
    const isThis = (one) => one !== "" && squeezed(one) === squeezed(said);
    if (isThis(failed.tap)) {
      failed.form.elements.key.value = newKey();
      failed.tap = wrong.textContent = "";
    }
    if (!isThis(failed.text)) return;
    if (text.value.trim() === failed.text) text.value = "";
    failed.text = failed.key = wrong.textContent = "";
    grow();
  }

  function onLines(event) {
    const stick = atNewest();
    const old = [...log.querySelectorAll("form.live")];
    const focused = document.activeElement;
    let first = null; // of what the guide said
    for (const element of [...elements(event.data).children]) {
      if (element.id && document.getElementById(element.id)) continue;
      const open = waiting.find((bubble) => !("heard" in bubble.dataset)) || null;
      if (element.classList.contains("day")) {
        const days = log.querySelectorAll(".day");
        const same = days.length && days[days.length - 1].dataset.day === element.dataset.day;
        if (!same) log.insertBefore(element, waiting[0] || null);
      } else if (element.dataset.who === "you") {
        element.setAttribute("aria-live", "off");
        const said = (element.querySelector(".words") || element).textContent.trim();
        choose(said);
        arrived(said);
        const own = ownBubble(said);
        if (own) own.replaceWith(element);
        else log.append(element);
      } else {
        log.insertBefore(element, open);
        first = first || element;
      }
    }
    last = Number(event.lastEventId) || last;
    if (!first) {
      if (stick) toNewest();
      return;
    }
    // What was heard and is not among the lines was erased with all the others: nothing more comes of it.
    typing(waiting.some((bubble) => !("heard" in bubble.dataset)));
    const newest = [...log.querySelectorAll("form.live")].pop();
    let left = false; // did the place where the learner was go away?
    for (const form of old) {
      if (form === newest && !form.querySelector(".chosen")) continue;
      left = left || form.contains(focused);
      collapse(form);
    }
    for (const form of document.querySelectorAll("form[data-sent]")) {
      left = left || (keyboard && form.contains(focused));
      unlock(form, true);
    }
    if (left) moveOn();
    if (stick) toNewest(first);
    else jump.hidden = false;
  }

  function moveOn() {
    const question = [...log.querySelectorAll("form.live .choices")].pop();
    const to = question || (keyboard ? text : null);
    if (to) to.focus({ preventScroll: true });
  }

  function onCommands(event) {
    const left = commands.contains(document.activeElement);
    commands.replaceChildren(elements(event.data));
    if (left) moveOn();
  }

  function onCard(event) {
    const card = document.getElementById("card-words");
    const open = card.querySelector(".picture[open]");
    card.replaceChildren(elements(event.data));
    const picture = card.querySelector(".picture");
    if (open && picture) picture.open = true;
    side.hidden = !event.data.trim();
  }

  function onState(event) {
    const state = JSON.parse(event.data);
    quiet = state.quiet;
    if (quiet) typing(false);
    const place = document.getElementById("state");
    const stick = atNewest();
    if (place.textContent !== state.words) place.textContent = state.words;
    if (stick) toNewest();
    if (state.language !== words.language) speak(state.language);
  }

  // The conversation is gone: it was erased, here or elsewhere, or kept long enough. What is read can be read out.
  let ended = false;

  function over() {
    if (ended) return;
    ended = true;
    hangUp();
    const lost = [text, commands, ...log.querySelectorAll("form")].some((one) => one.contains(document.activeElement));
    for (const bubble of [...waiting]) drop(bubble);
    for (const form of log.querySelectorAll("form, details.earlier")) form.remove();
    commands.replaceChildren();
    typing(false);
    side.hidden = true;
    document.getElementById("state").textContent = net.textContent = "";
    document.getElementById("composer").hidden = true;
    const anew = document.getElementById("anew");
    anew.hidden = false;
    wrong.textContent = words.over; // an alert: it is read aloud
    if (lost || keyboard) anew.querySelector("button").focus();
    toNewest();
  }

  // The words around the conversation and its messages, which change with the language of the conversation.
  const around = [
    "title", ".skip", ".sandbox", ".side", ".side h2", "main h1", "#log", ".older a", "#typing .hidden", "#jump",
    "#composer label", "#hint", ".send",
  ];
  const within = [".bubble > .hidden", ".words a > .hidden", ".chosen > .hidden", ".choices"];

  async function speak(language) {
    for (const said of log.querySelectorAll(".words, .label")) said.lang = said.lang || words.language;
    document.documentElement.lang = words.language = language;
    try {
      const fresh = elements(await (await fetch("/chat")).text());
      if (words.language !== language) return; // it changed again, and the words for that are on their way
      Object.assign(words, fresh.getElementById("main").dataset, { last });
      document.documentElement.lang = words.language;
      for (const name of around) reword(document.querySelectorAll(name), fresh.querySelectorAll(name));
      log.setAttribute("aria-live", "off"); // only news is read aloud
      for (const day of log.querySelectorAll(".day")) {
        reword([day], fresh.querySelectorAll(`.day[data-day="${day.dataset.day}"]`));
      }
      for (const line of log.querySelectorAll(".line[id]")) {
        const same = fresh.getElementById(line.id);
        if (!same) continue;
        if (line.classList.contains("note")) reword([line], [same]);
        for (const name of within) reword(line.querySelectorAll(name), same.querySelectorAll(name));
      }
      // Also of a question that was answered since the server drew the page.
      for (const summary of log.querySelectorAll(".earlier > summary")) summary.textContent = words.earlier;
      setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
    } catch {
      // Then these few words change at the next visit.
    }
  }

  function reword(old, fresh) {
    for (const [place, to] of old.entries()) {
      const from = fresh[place];
      if (!from) continue;
      if (from.hasAttribute("aria-label")) to.setAttribute("aria-label", from.getAttribute("aria-label"));
      if (!from.querySelector("p, div, details, button")) to.replaceChildren(...from.childNodes);
    }
  }

  // The line to the server

  const net = document.getElementById("net");
  let source = null;
  let away = false;
  let awayTimer = 0;
  let againTimer = 0;
  let patience = 2000;

  // Nobody looks: a browser has few lines to one server, and one that slept may be dead without a word.
  function hangUp() {
    clearTimeout(againTimer);
    if (source) source.close();
    source = null;
  }

  function connect() {
    hangUp();
    if (document.hidden || ended) return;
    source = new EventSource(`/chat/stream?after=${last}`);
    source.addEventListener("open", onOpen);
    source.addEventListener("error", onError);
    source.addEventListener("lines", onLines);
    source.addEventListener("commands", onCommands);
    source.addEventListener("card", onCard);
    source.addEventListener("state", onState);
    source.addEventListener("over", over);
  }

  function onOpen() {
    if (away && !navigator.onLine) return; // opened just before the line broke
    clearTimeout(awayTimer);
    awayTimer = 0;
    patience = 2000;
    if (!away) return;
    away = false;
    document.body.classList.remove("away");
    net.textContent = words.online;
    awayTimer = setTimeout(() => { net.textContent = ""; awayTimer = 0; }, 4000);
  }

  function onError() {
    // A short gap is nothing to worry anybody with.
    if (!away && !awayTimer) awayTimer = setTimeout(sayAway, 3000);
    if (source && source.readyState === EventSource.CLOSED) {
      clearTimeout(againTimer);
      againTimer = setTimeout(connect, patience);
      patience = Math.min(patience * 2, 60000);
    }
  }

  function sayAway() {
    clearTimeout(awayTimer);
    awayTimer = 0;
    if (away || document.hidden) return;
    away = true;
    document.body.classList.add("away");
    const stick = atNewest();
    net.textContent = words.offline;
    if (stick) toNewest();
  }

  // The writing field

  function grow() {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + text.offsetHeight - text.clientHeight}px`;
  }

  function open() {
    const hint = document.getElementById("hint");
    hint.hidden = false;
    text.setAttribute("aria-describedby", "hint wrong");
    text.addEventListener("input", grow);
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      if (!event.repeat) sayText();
    });
    jump.addEventListener("click", () => {
      toNewest();
      if (keyboard) moveOn();
    });
    addEventListener("scroll", () => { if (!jump.hidden && atNewest()) jump.hidden = true; }, { passive: true });

    const dock = document.querySelector(".dock");
    const measure = () => {
      const style = document.documentElement.style;
      style.setProperty("--dock", `${dock.offsetHeight}px`);
      style.setProperty("--side", `${side.offsetHeight}px`);
    };
    const sizes = new ResizeObserver(measure);
    sizes.observe(dock);
    sizes.observe(side);
    measure();
    if (matchMedia("(min-width: 64rem)").matches) document.getElementById("card").open = true;

    grow();

    history.scrollRestoration = "manual";
    const guide = [...log.querySelectorAll(".line")].pop();
    if (!document.querySelector(".follow")) toNewest(guide && guide.dataset.who === "guide" ? guide : null);
    connect();
    addEventListener("offline", sayAway);
    addEventListener("online", connect);
    addEventListener("pagehide", hangUp);
    addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) hangUp();
      else connect();
    });
  }

  if (live) open();
})();
