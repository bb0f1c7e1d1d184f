"use strict";
// Makes quicker what works without it: answers in place, checks while typing, rows, keys.
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  // A response is parsed by the browser as a document: nothing here writes HTML.
  const load = (method, url, body) => new Promise((done, fail) => {
    const ask = new XMLHttpRequest();
    ask.open(method, url);
    ask.responseType = "document";
    ask.setRequestHeader("X-Remit-Live", "1");
    if (body) ask.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    ask.onload = () => (ask.response && (ask.status < 400 || ask.status === 422) ? done(ask) : fail(ask));
    ask.onerror = () => fail(ask);
    ask.send(body || null);
  });

  // Puts every marked part of the answer in the place of the one with its id. Whoever is writing
  // in one keeps the cursor, and what was typed since; what was unfolded there stays open.
  const swap = (from) => {
    for (const part of from.querySelectorAll("[data-part][id]")) {
      const here = document.getElementById(part.id);
      if (!here || here.isEqualNode(part)) continue;
      const active = here.contains(document.activeElement) ? document.activeElement : null;
      const kept = active && { name: active.name, value: active.value, start: active.selectionStart, end: active.selectionEnd };
      const folds = [...here.querySelectorAll("details")];
      here.replaceWith(document.importNode(part, true));
      const says = (fold) => fold.querySelector("summary")?.textContent;
      for (const fold of document.getElementById(part.id).querySelectorAll("details")) {
        const before = folds.find((it) => says(it) === says(fold));
        if (before) fold.open ||= before.open;
      }
      const again = kept?.name && document.getElementById(part.id).querySelector(`[name="${CSS.escape(kept.name)}"]`);
      if (!again) continue;
      again.value = kept.value;
      again.focus();
      if (kept.start !== null && kept.start !== undefined) again.setSelectionRange(kept.start, kept.end);
    }
  };

  const fields = (form, press) => {
    const pairs = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") pairs.append(name, value);
    if (press && press.name) pairs.append(press.name, press.value);
    return pairs;
  };

  const later = (wait, act) => {
    let timer;
    return (...given) => { clearTimeout(timer); timer = setTimeout(() => act(...given), wait); };
  };

  // What is being pressed stays where it is until the press is over: a click needs both its ends.
  let pressing = false;
  addEventListener("pointerdown", () => { pressing = true; }, true);
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(() => { pressing = false; }), true);
  const released = async () => { while (pressing) await new Promise((go) => setTimeout(go, 30)); };

  // Forms that answer in place: data-live="get" or "post" to data-to, or to their own address.
  const rounds = new WeakMap();
  const next = (form) => { rounds.set(form, (rounds.get(form) || 0) + 1); return rounds.get(form); };
  const refresh = async (form, press) => {
    const round = next(form);
    const sent = fields(form, press);
    const to = form.dataset.to || form.getAttribute("action") || location.pathname;
    try {
      const answer = form.dataset.live === "post" ? await load("POST", to, sent.toString()) : await load("GET", `${to}?${sent}`);
      await released();
      // A slow answer to an older question is dropped: it knows nothing of what was typed since.
      if (rounds.get(form) !== round) return true;
      swap(answer.response);
      if (form.dataset.live !== "post" && press) history.replaceState(null, "", `${to}?${sent}`);
      return true;
    } catch { return false; }
  };
  const typed = later(350, (form) => refresh(form));

  // Drafts: kept on the server while somebody writes, said in one quiet line.
  const keep = later(1500, async (form) => {
    // What is being saved is no draft any more; kept after it, it would come back.
    if (form.dataset.sending) return;
    const line = form.querySelector("[data-saved]");
    const answer = await fetch(form.dataset.draft, { method: "POST", body: fields(form) }).catch(() => null);
    if (line) line.textContent = answer?.ok ? line.dataset.saved : line.dataset.unsaved;
    // Nobody answered: a draft that is only here is tried again.
    if ((!answer || answer.status >= 500) && form.isConnected) keep(form);
  });

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || event.isComposing) return;
    if (form.dataset.live && !form.hasAttribute("data-on-press")) { next(form); typed(form); }
    if (form.dataset.draft) keep(form);
    else if (form.method === "post") form.dataset.changed = "1";
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const press = event.submitter;
    if (press && (press.hasAttribute("data-add") || press.hasAttribute("data-drop"))) {
      if (rows(press)) event.preventDefault();
      return;
    }
    delete form.dataset.changed;
    if (form.dataset.live === "get" && form.hasAttribute("data-answers")) {
      event.preventDefault();
      if (!(await refresh(form, press || {}))) form.submit();
      return;
    }
    if (form.dataset.sending) event.preventDefault();
    if (form.method === "post") form.dataset.sending = "1";
  });
  addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sending; });

  addEventListener("beforeunload", (event) => {
    if ([...document.forms].some((form) => form.dataset.changed)) event.preventDefault();
  });

  // Rows: the same buttons, without a round trip.
  const renumber = (table) => {
    [...table.tBodies[0].rows].forEach((row, at) => {
      for (const it of row.querySelectorAll("[name^='a.']")) {
        it.name = it.name.replace(/^(a\.[^.]+)\.\d+\./, `$1.${at}.`);
        const label = it.getAttribute("aria-label");
        if (label) it.setAttribute("aria-label", label.replace(/\d+$/, at + 1));
      }
      const drop = row.querySelector("[data-drop]");
      if (drop) {
        drop.value = drop.value.replace(/\d+$/, at);
        drop.setAttribute("aria-label", drop.getAttribute("aria-label").replace(/\d+$/, at + 1));
      }
    });
  };
  const blank = (row) => {
    for (const it of row.querySelectorAll("input, textarea")) { it.value = ""; it.removeAttribute("value"); if (it.tagName === "TEXTAREA") it.textContent = ""; }
    for (const it of row.querySelectorAll("select")) it.selectedIndex = 0;
  };
  const rows = (press) => {
    const table = press.closest("fieldset")?.querySelector("[data-rows]");
    if (!table) return false;
    const body = table.tBodies[0];
    if (press.hasAttribute("data-add")) {
      const row = body.rows[body.rows.length - 1].cloneNode(true);
      blank(row);
      body.append(row);
      renumber(table);
      row.querySelector("input, textarea, select")?.focus();
    } else {
      const row = press.closest("tr");
      if (body.rows.length === 1) blank(row);
      else row.remove();
      renumber(table);
      table.closest("fieldset").querySelector("[data-add]")?.focus();
    }
    table.dispatchEvent(new Event("input", { bubbles: true }));
    const form = press.form;
    if (form?.dataset.live) typed(form);
    if (form?.dataset.draft) keep(form);
    return true;
  };

  // Copying what a page says, where the browser lets us.
  document.addEventListener("click", async (event) => {
    const press = event.target.closest("[data-copy]");
    if (!press) return;
    const text = document.getElementById(press.dataset.copy)?.textContent.replace(/\s+/g, " ").trim();
    try { await navigator.clipboard.writeText(text || ""); press.textContent = press.dataset.done; } catch { press.hidden = true; }
  });

  // Single letters can be switched off: some people dictate, and every word is letters.
  const off = "remit-keys-off";
  const silent = () => { try { return localStorage.getItem(off) === "1"; } catch { return false; } };
  const box = document.querySelector("[data-keys-off]");
  if (box) {
    box.checked = silent();
    box.addEventListener("change", () => { try { localStorage.setItem(off, box.checked ? "1" : "0"); } catch { box.disabled = true; } });
  }

  // Keys: one letter, never while writing. g then a letter goes to a place.
  const places = { t: "/", i: "/intents", l: "/lanes", d: "/decisions", r: "/reflections", q: "/quarter", m: "/mirrors", p: "/people", s: "/settings" };
  let going = 0;
  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && writes) { writes.blur(); return; }
    if (writes && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { writes.form?.requestSubmit(); return; }
    if (writes || silent() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (Date.now() - going < 1200 && places[event.key]) { going = 0; location.assign(places[event.key]); return; }
    going = 0;
    if (event.key === "/") {
      const search = document.querySelector("[role=search] input");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "?") location.assign("/keys");
    else if (event.key === "g") going = Date.now();
    else if (event.key === "n") {
      // Without this the letter that opened the field would be its first.
      event.preventDefault();
      document.querySelector("[data-new]")?.focus();
    }
    else if (event.key === "e") document.querySelector("a[data-edit]")?.click();
  });

  // The first field that was refused gets the cursor.
  document.querySelector("[aria-invalid=true]")?.focus();
})();
