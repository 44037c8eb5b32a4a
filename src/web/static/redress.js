// Comfort only: every page works without this script.
"use strict";

// Conditional fields: the server is asked what the form now looks like. It is the one evaluator there is.
for (const form of document.querySelectorAll("form[data-fields]")) {
  let asked = 0;

  const refresh = async (button, files) => {
    const mine = ++asked;
    form.dataset.asking = "yes";
    try {
      await ask(mine, button, files);
    } finally {
      if (mine === asked) delete form.dataset.asking;
    }
  };

  // With their progress, which only the older way of asking tells.
  const withFiles = async (input) => {
    const answer = await window.redressUpload(form, new FormData(form), input, [["X-Redress-Fields", "1"]]);
    // They are named in the fields that come back, taken or not.
    if (answer.status < 400) for (const sent of form.querySelectorAll("input[type=file]")) sent.value = "";
    return { ok: answer.status < 400, text: async () => answer.responseText };
  };

  const ask = async (mine, button, files) => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, button ?? null)) {
      if (typeof value === "string") body.append(name, value);
    }
    let answer;
    try {
      answer = files ? await withFiles(files) : await fetch(form.action || location.href, {
        method: "POST", body, headers: { "X-Redress-Fields": "1" }, redirect: "error",
      });
    } catch {
      return; // The form can still be submitted; the server judges it then.
    }
    if (!answer.ok || mine !== asked) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text();
    if (mine !== asked) return;
    for (const id of ["guidance", "alike"]) {
      const now = fresh.content.querySelector(`#${id}-now`);
      const shown = document.getElementById(id);
      if (now && shown && shown.innerHTML !== now.innerHTML) shown.innerHTML = now.innerHTML;
      now?.remove();
    }
    swap(form.querySelector("#fields"), fresh.content, button);
  };

  // Puts the new fields in place of the old ones; what is being typed, chosen files and the focus stay.
  const swap = (fields, fresh, button) => {
    const focus = document.activeElement;
    const at = { id: focus?.id, name: focus?.name, value: focus?.value };
    const selection = typeof focus?.selectionStart === "number" ? [focus.selectionStart, focus.selectionEnd] : null;
    for (const old of fields.querySelectorAll("input[type=file]")) {
      const next = fresh.querySelector(`input[type=file][name="${CSS.escape(old.name)}"]`);
      if (next && old.files.length > 0) next.replaceWith(old);
    }
    if (focus && fields.contains(focus) && at.id && ["text", "textarea", "tel", "email", "datetime-local", "date"].includes(focus.type)) {
      const next = fresh.querySelector(`#${CSS.escape(at.id)}`);
      if (next && next.type === focus.type) next.value = at.value;
    }
    fields.replaceChildren(fresh);
    let next = at.id ? document.getElementById(at.id) : null;
    if (!next && at.name) {
      next = [...fields.querySelectorAll(`[name="${CSS.escape(at.name)}"]`)].find((input) => input.value === at.value);
    }
    if (button?.name === "_add") {
      const rows = document.getElementById(`f-${button.value.replaceAll(".", "-")}`)?.querySelectorAll(".group-row");
      next = rows?.[rows.length - 1]?.querySelector("input:not([type=hidden]), select, textarea") ?? next;
    }
    next?.focus({ preventScroll: button?.name !== "_add" });
    if (next && selection && next.type !== "email") {
      try { next.setSelectionRange(...selection); } catch { /* This kind of input has no selection. */ }
    }
  };

  form.addEventListener("change", (event) => {
    if (!event.target.closest("#fields")) return;
    if (event.target.type !== "file") refresh();
    else if (window.redressUpload && event.target.files.length > 0) refresh(null, event.target);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && (button.name === "_add" || button.name === "_remove")) {
      event.preventDefault();
      refresh(button);
    }
  });
}

// Pressed twice is sent once. The server would also see that it is the same form.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 5000);
  });
}

// What must be mended first is where the keyboard stands; the list above it is read out by itself. A refusal must be read first.
const mistake = document.querySelector("#errors") && document.querySelector("#fields .wrong")?.querySelector("input:not([type=hidden]), select, textarea, button");
// Whoever opens a form is there to fill it in. A finger would only get its keyboard in the way.
const begins = !matchMedia("(pointer: coarse)").matches && !location.hash
  ? document.querySelector("form.card.filling :is(input:not([type=hidden], [type=file]), select, textarea)") : null;
const first = mistake ?? document.querySelector(".summary[tabindex]");
if (first) first.focus();
else if (begins) {
  // Of several that belong together the keyboard stands on the chosen one.
  const chosen = begins.type === "radio" && begins.closest(".choices")?.querySelector("input:checked");
  (chosen || begins).focus({ preventScroll: true });
}
for (const button of document.querySelectorAll(".no-script")) button.hidden = true;
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const select of document.querySelectorAll(".filters select")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

// An address is whole only where it is read.
for (const element of document.querySelectorAll("[data-address]")) {
  element.textContent = location.origin + element.dataset.address;
}

// All rows of the page at once, and how many are chosen.
for (const all of document.querySelectorAll("[data-choose-all]")) {
  const boxes = [...document.querySelectorAll("input[name=case][form=bulk]")];
  const told = document.querySelector("[data-chosen]");
  all.hidden = false;
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    told.textContent = chosen;
    told.hidden = chosen === 0;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  count();
}
