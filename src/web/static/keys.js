// Comfort only: everything here can be reached without it. A palette of where to go, and single keys that can be turned off (WCAG 2.1.4).
"use strict";

const palette = document.getElementById("palette");
const sheet = document.getElementById("keys");
const single = document.getElementById("keys-single");
const OFF = "redress.single-keys-off";
const APPLE = /Mac|iP(hone|ad|od)/.test(navigator.platform);

// Some browsers end a composition before they tell of the key that ended it; its code remains.
const isComposing = (event) => event.isComposing || event.keyCode === 229;

const remembered = () => {
  try { return localStorage.getItem(OFF) !== "yes"; } catch { return true; }
};

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

// The next steps of a case: a page of their own, or done where they stand.
const STEPS = ".next .action :is(a.button, form > button, summary)";

// What is done where it stands is not done by a key that only leads to it.
const take = (step) => {
  if (step?.matches("a")) step.click();
  else step?.focus();
};

// Everything on this page that leads somewhere, once each, in the order of the page.
const places = () => {
  const links = document.querySelectorAll(".top nav a, .page-head a.button, .action a.button, .views a, .tasks a, .rows .number a, aside a, .decision a");
  const seen = new Set();
  const found = [];
  for (const link of links) {
    const name = link.textContent.trim().replace(/\s+/g, " ");
    const subject = link.closest("tr")?.querySelector(".subject")?.firstChild?.textContent.trim();
    if (!name || seen.has(link.href)) continue;
    seen.add(link.href);
    found.push({ name: subject && subject !== name ? `${name} ${subject}` : name, go: () => { location.href = link.href; } });
  }
  for (const step of document.querySelectorAll(STEPS)) {
    if (!step.matches("a")) found.push({ name: step.textContent.trim(), go: () => { palette.close(); take(step); } });
  }
  const comment = document.getElementById("comment-text");
  if (comment) found.push({ name: comment.placeholder, go: () => { palette.close(); comment.focus(); } });
  return found;
};

if (palette) {
  const input = palette.querySelector("input");
  const list = palette.querySelector("ul");
  let all = [];
  let chosen = 0;

  const choose = (index) => {
    const items = [...list.children];
    if (items.length === 0) return;
    chosen = (index + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  };

  const show = () => {
    const wanted = input.value.trim().toLowerCase();
    const fitting = all.filter((place) => place.name.toLowerCase().includes(wanted)).slice(0, 30);
    if (wanted) {
      const find = { name: `${palette.dataset.find} “${input.value.trim()}”`, go: () => input.form.submit() };
      fitting.push(find);
    }
    list.replaceChildren(...fitting.map((place, at) => {
      const item = document.createElement("li");
      item.id = `palette-${at}`;
      item.role = "option";
      item.textContent = place.name;
      item.addEventListener("click", place.go);
      item.go = place.go;
      return item;
    }));
    choose(0);
  };

  const open = () => {
    all = places();
    input.value = "";
    show();
    palette.showModal();
    input.focus();
  };

  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && !isComposing(event)) list.children[chosen]?.go();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    // Where there is a command key, Ctrl K deletes to the end of a line.
    if (event.key.toLowerCase() === "k" && (APPLE ? event.metaKey : event.ctrlKey) && !event.altKey) {
      event.preventDefault();
      open();
    }
  });
}

if (sheet) {
  single.checked = remembered();
  single.addEventListener("change", () => {
    try { localStorage.setItem(OFF, single.checked ? "no" : "yes"); } catch { /* It holds for this page. */ }
  });
  for (const button of document.querySelectorAll("[data-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => sheet.showModal());
  }

  const rows = () => [...document.querySelectorAll(".rows .number a")];
  const step = (by) => {
    const links = rows();
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at < 0 ? 0 : at + by))]?.focus();
  };
  const follow = (selector) => document.querySelector(selector)?.click();
  const does = {
    "?": () => sheet.showModal(),
    "/": () => document.querySelector("input[type=search]:not(dialog input)")?.focus(),
    j: () => step(1),
    k: () => step(-1),
    c: () => follow(".top nav a[data-key=new]"),
    q: () => follow(".top nav a[data-key=queue]"),
    t: () => follow(".top nav a[data-key=tasks]"),
    a: () => take(document.querySelector(STEPS)),
    n: () => document.getElementById("comment-text")?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (!single.checked || event.ctrlKey || event.metaKey || event.altKey || isComposing(event)) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const act = does[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
