// Comfort only: drafts that save themselves, and who else is here. Without it there is a button, and the conflict page.
"use strict";

// Sends the form that is being filled in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest?.("main form[method=post]");
  const button = form?.querySelector(".buttons button:not([name]):not([formaction])");
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
});

// What stands in a form, without what only carries it.
const standing = (form) => {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !name.startsWith("_")) body.append(name, value);
  }
  return body.toString();
};

for (const form of document.querySelectorAll("form[data-draft]")) {
  const told = form.querySelector(".draft-state");
  let saved = standing(form);
  let timer;
  let sending;
  let isOver = false;

  const save = async (leaving) => {
    clearTimeout(timer);
    const now = standing(form);
    if (isOver || now === saved) return;
    saved = now;
    const body = new URLSearchParams(now);
    for (const name of ["_csrf", "_draft", "_place"]) body.append(name, form.elements[name].value);
    sending = new AbortController();
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST", body, headers: { "X-Redress-Draft": "1" }, redirect: "error",
        signal: leaving ? undefined : sending.signal, keepalive: leaving === true,
      });
      if (!answer.ok) throw new Error(answer.status);
      told.textContent = await answer.text();
      const here = new URL(location.href);
      if (here.searchParams.get("draft") !== form.elements._draft.value) {
        here.searchParams.set("draft", form.elements._draft.value);
        here.searchParams.delete("done");
        history.replaceState(history.state, "", here);
      }
    } catch {
      if (isOver || leaving) return;
      saved = undefined;
      told.textContent = form.dataset.unsaved;
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, 1200);
  };

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("click", (event) => {
    if (event.target.closest("button[name=_add], button[name=_remove]")) setTimeout(soon, 500);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
  window.addEventListener("pagehide", () => save(true));
  window.addEventListener("pageshow", () => { isOver = false; });
  // What is submitted is no draft any more.
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    isOver = true;
    clearTimeout(timer);
    sending?.abort();
  });
}

// Who else has this case before them. Nobody is here who has not touched anything for a while, and no session is kept alive by that.
const here = document.querySelector("[data-presence]");
if (here) {
  const EVERY = 25_000;
  const STILL_THERE = 5 * 60_000;
  const csrf = document.querySelector("input[name=_csrf]")?.value ?? "";
  let touchedAt = Date.now();
  let hasTyped = false;

  const sign = () => {
    const body = new URLSearchParams({ _csrf: csrf, _version: here.dataset.version, place: here.dataset.place });
    if (hasTyped) body.append("writing", "1");
    return body;
  };
  const beat = async () => {
    if (document.hidden || Date.now() - touchedAt > STILL_THERE) return;
    try {
      const answer = await fetch(here.dataset.presence, { method: "POST", body: sign(), redirect: "error" });
      if (!answer.ok) return;
      const text = (await answer.text()).trim();
      if (here.innerHTML.trim() !== text) here.innerHTML = text;
    } catch { /* Whoever cannot be reached sees nobody. */ }
  };
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    document.addEventListener(kind, () => { touchedAt = Date.now(); }, { passive: true });
  }
  document.addEventListener("input", (event) => {
    if (!event.target.closest("form.filling, form.comment") || hasTyped) return;
    hasTyped = true;
    beat();
  });
  document.addEventListener("visibilitychange", beat);
  window.addEventListener("pagehide", () => {
    const body = sign();
    body.append("leave", "1");
    navigator.sendBeacon(here.dataset.presence, body);
  });
  setInterval(beat, EVERY);
  beat();
}
