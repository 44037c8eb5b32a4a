// Comfort only: every page works without this script.
"use strict";

// On a phone, one question after the other. What is wrong the server says, and then the form stands whole.
const narrow = window.matchMedia("(max-width: 40rem)");
for (const form of document.querySelectorAll("form[data-steps]")) {
  const fields = form.querySelector("#fields");
  const send = form.querySelector(".buttons .button:not(.no-script)");
  const texts = document.getElementById("texts");
  const progress = document.createElement("p");
  progress.className = "portal-progress";
  progress.setAttribute("aria-live", "polite");
  const next = document.createElement("button");
  next.type = "button";
  next.className = "button";
  next.id = "step-next";
  next.textContent = form.dataset.next;
  // One way back, where people look for it: to the question before, and from the first one off the form.
  const leave = document.querySelector(".portal-back a");
  const before = document.createElement("button");
  before.type = "button";
  before.className = "portal-step-back";
  before.id = "step-before";
  before.textContent = form.dataset.before;
  leave?.after(before);
  fields.before(progress);
  send.before(next);

  let at = 0;
  const questions = () => [...fields.querySelectorAll(".section > .field, .section > .note")];
  const hide = (element, is) => element?.toggleAttribute("data-step-hidden", is);

  const draw = () => {
    const all = questions();
    at = Math.max(0, Math.min(at, all.length - 1));
    const isOn = narrow.matches && all.length > 1;
    const isLast = at === all.length - 1;
    all.forEach((question, index) => hide(question, isOn && index !== at));
    for (const section of fields.querySelectorAll(".section")) {
      hide(section, isOn && !section.contains(all[at]));
    }
    hide(texts, isOn && at > 0);
    hide(progress, !isOn);
    hide(next, !isOn || isLast);
    hide(before, !isOn || at === 0);
    hide(leave, isOn && at > 0);
    hide(send, isOn && !isLast);
    progress.textContent = form.dataset.of.replace("#1", at + 1).replace("#2", all.length);
  };

  const go = (step) => {
    at += step;
    draw();
    const question = questions()[at];
    question?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    question?.scrollIntoView({ block: "nearest" });
  };

  // A question that must be answered is asked now, and not with five others at the end.
  const answered = (question) => {
    if (!question || question.querySelector(".optional")) return true;
    const inputs = [...question.querySelectorAll("input:not([type=hidden]), select, textarea")];
    if (inputs.length === 0) return true;
    return inputs.some((input) =>
      input.type === "radio" || input.type === "checkbox" ? input.checked : input.value.trim() !== "");
  };
  const ahead = () => {
    const question = questions()[at];
    question?.querySelector(".step-missing")?.remove();
    if (answered(question)) {
      go(1);
      return;
    }
    const missing = document.createElement("p");
    missing.className = "error step-missing";
    missing.setAttribute("role", "alert");
    missing.textContent = form.dataset.missing;
    question.append(missing);
    question.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  };
  fields.addEventListener("input", (event) => {
    event.target.closest(".field")?.querySelector(".step-missing")?.remove();
  });

  next.addEventListener("click", ahead);
  before.addEventListener("click", () => go(-1));
  // Enter means the next question as long as there is one.
  form.addEventListener("submit", (event) => {
    if (!narrow.matches || at >= questions().length - 1) return;
    if (event.submitter && !event.submitter.classList.contains("default-button")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ahead();
  }, true);
  // Conditional questions come and go.
  new MutationObserver(draw).observe(fields, { childList: true });
  narrow.addEventListener("change", draw);
  draw();
}

// What is shown once can be taken along without typing. Where the browser keeps its clipboard shut, people write it down.
for (const place of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button second";
  button.textContent = place.dataset.copy;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(place.dataset.copies);
    said.textContent = place.dataset.copied;
  });
  place.classList.add("copying");
  place.append(button, " ", said);
}
