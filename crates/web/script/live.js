"use strict";
// A page that several people look at together: it follows what happens, sends again what a lost
// connection swallowed, and takes nothing away that somebody is typing.
(() => {
  const stage = () => document.getElementById("stage");
  if (!stage()) return;
  const wait = (ms) => new Promise((go) => setTimeout(go, ms));

  const told = document.createElement("p");
  told.className = "told";
  told.setAttribute("role", "status");
  document.body.append(told);
  const say = (words) => { if (told.textContent !== words) told.textContent = words; };

  // Parsed by the browser as a document: nothing here writes HTML. `null` where nobody answered.
  const load = (method, url, body) => new Promise((done) => {
    const ask = new XMLHttpRequest();
    ask.open(method, url);
    ask.responseType = "document";
    ask.timeout = 20000;
    if (body) ask.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    ask.onload = () => done(ask.status < 500 ? ask.response : null);
    ask.onerror = ask.ontimeout = () => done(null);
    ask.send(body || null);
  });

  // The clock of the server, whatever the one here says.
  let ahead = 0;
  const setClock = () => {
    const now = Number(document.getElementById("clock")?.dataset.now);
    if (now) ahead = now - Date.now();
  };
  const tick = () => {
    const clock = document.getElementById("clock");
    if (!clock) return;
    const left = Math.ceil((Number(clock.dataset.until) - Date.now() - ahead) / 1000);
    clock.classList.toggle("up", left <= 0);
    if (left >= 5400) return;
    const words = left <= 0 ? "The time is up" : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left`;
    if (clock.textContent !== words) clock.textContent = words;
  };

  const writes = (it) => it && it.matches("textarea, select, input:not([type=hidden], [type=checkbox], [type=radio])");

  // What stands in the fields of every form with a name, to be put back after a change of the page.
  const typed = (but) => {
    const kept = [];
    for (const form of document.querySelectorAll("#main form[id]")) {
      if (form === but) continue;
      for (const it of form.elements) {
        if (!it.name || it.type === "hidden") continue;
        const ticks = it.type === "checkbox" || it.type === "radio";
        const was = ticks ? it.defaultChecked : it.tagName === "SELECT" ? [...it.options].find((o) => o.defaultSelected)?.value ?? "" : it.defaultValue;
        const is = ticks ? it.checked : it.value;
        if (is !== was) kept.push({ form: form.id, name: it.name, value: it.value, ticks, is });
      }
    }
    const here = document.activeElement;
    const at = writes(here) && here.form?.id && here.form !== but
      ? { form: here.form.id, name: here.name, from: here.selectionStart, to: here.selectionEnd } : null;
    return { kept, at };
  };
  const field = (form, name, value, ticks) => {
    const all = [...(document.getElementById(form)?.elements || [])].filter((it) => it.name === name && it.type !== "hidden");
    return ticks ? all.find((it) => it.value === value) : all[0];
  };
  const putBack = ({ kept, at }) => {
    for (const it of kept) {
      const here = field(it.form, it.name, it.value, it.ticks);
      if (!here) continue;
      if (it.ticks) here.checked = it.is; else here.value = it.is;
      here.closest("details")?.setAttribute("open", "");
    }
    const here = at && field(at.form, at.name);
    if (!here) return false;
    here.focus({ preventScroll: true });
    if (at.from !== null && at.from !== undefined) here.setSelectionRange(at.from, at.to);
    return true;
  };

  // The whole page anew: another step has begun, or something of ours was taken in.
  const renew = (from, but) => {
    const main = from.getElementById("main");
    if (!main || !from.getElementById("stage")) return false;
    const before = stage().dataset.phase;
    const again = but && but.hasAttribute("data-writes") && but.contains(document.activeElement);
    const had = typed(but);
    const open = new Set([...document.querySelectorAll("#main details[open] form[id]")].map((it) => it.id));
    document.getElementById("main").replaceChildren(...[...main.childNodes].map((it) => document.importNode(it, true)));
    document.title = from.title;
    const moved = stage().dataset.phase !== before;
    if (!moved) for (const id of open) if (id !== but?.id) document.getElementById(id)?.closest("details")?.setAttribute("open", "");
    const focused = putBack(had);
    if (again && !moved) document.querySelector("[data-writes] textarea")?.focus({ preventScroll: true });
    else if (moved && !focused) { scrollTo(0, 0); document.getElementById("main").focus({ preventScroll: true }); }
    setClock(); tick(); dots();
    return true;
  };

  // Only what others did: each marked part, unless somebody is writing in it.
  const follow = (from) => {
    const fresh = from.getElementById("stage");
    if (!fresh) return false;
    if (fresh.dataset.phase !== stage().dataset.phase) return renew(from);
    for (const part of fresh.querySelectorAll("[data-part][id]")) {
      const here = document.getElementById(part.id);
      if (!here || (part.id !== "clock" && here.isEqualNode(part))) continue;
      if (writes(document.activeElement) && here.contains(document.activeElement)) continue;
      const had = typed();
      const open = [...here.querySelectorAll("details")].map((it) => it.open);
      here.replaceWith(document.importNode(part, true));
      [...document.getElementById(part.id).querySelectorAll("details")].forEach((it, at) => { if (open[at]) it.open = true; });
      putBack({ kept: had.kept, at: null });
    }
    setClock(); tick();
    return true;
  };

  const look = async () => {
    const from = await load("GET", location.pathname);
    return from !== null && follow(from);
  };

  // Asks for news and waits for the answer; asks again for ever, more slowly while nobody answers.
  const listen = async () => {
    let pause = 500, behind = false;
    for (;;) {
      if (document.hidden) await new Promise((go) => document.addEventListener("visibilitychange", go, { once: true }));
      const here = stage();
      if (!here) return;
      const after = Number(here.dataset.newest);
      const answer = await fetch(`${here.dataset.live}?after=${after}`).catch(() => null);
      if (answer?.redirected) { say("You have been signed out. What you typed still stands here: copy it, then sign in again."); return; }
      const newest = answer?.ok ? Number(await answer.text().catch(() => "")) : NaN;
      if (Number.isNaN(newest)) {
        if (!sending) say("No connection. What you type stays here.");
        behind = true;
        await wait(pause);
        pause = Math.min(pause * 1.6, 5000);
        continue;
      }
      pause = 500;
      if (newest > after || behind) {
        // News that could not be fetched stays news.
        if (await look()) { stage().dataset.newest = Math.max(newest, Number(stage().dataset.newest)); behind = false; }
        else behind = true;
      }
      if (!behind && !sending) say("");
      await wait(400);
    }
  };

  // Forms are sent until somebody answers; each counts once, however often it arrives.
  let sending = 0;
  const send = async (form, press) => {
    const pairs = new URLSearchParams(new FormData(form));
    if (press?.name) pairs.append(press.name, press.value);
    if (press) press.disabled = true;
    sending += 1;
    for (;;) {
      const from = await load("POST", form.getAttribute("action"), pairs.toString());
      if (from) {
        sending -= 1;
        say("");
        if (!renew(from, form)) {
          say(`${from.querySelector("h1")?.textContent || "That did not work"}. What you typed still stands here.`);
          delete form.dataset.sending;
          if (press) press.disabled = false;
        }
        return;
      }
      say("Not sent yet: no connection. It is kept here, and sent as soon as there is one.");
      await wait(1000);
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.closest("#stage") || form.method !== "post") return;
    event.preventDefault();
    send(form, event.submitter);
  });

  // Three dots for each question: the fourth cannot be set.
  const dots = () => {
    const form = document.querySelector("form[data-dots]");
    if (!form) return;
    const most = Number(form.dataset.dots);
    const left = (name) => {
      const all = [...form.querySelectorAll(`[name="a.${name}"][type=checkbox]`)];
      const set = all.filter((it) => it.checked).length;
      for (const it of all) it.disabled = !it.checked && set >= most;
      return most - set;
    };
    const [likely, damage] = [left("likely"), left("damage")];
    const line = form.querySelector("[data-left]");
    if (line) line.textContent = `Left: ${likely} for what is likely, ${damage} for what would hurt most.`;
  };
  document.addEventListener("change", (event) => { if (event.target.closest("form[data-dots]")) dots(); });

  setClock();
  tick();
  dots();
  setInterval(tick, 1000);
  listen();
})();
