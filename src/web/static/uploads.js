// Files dragged, pasted, several at once, with their progress. Without this script a form with files is sent like any other.
"use strict";
{
  const wanted = "input[type=file]";
  const brings = (data) => Boolean(data && [...data.types].includes("Files"));

  // Where files go: into the field they are dropped on, or that one is working in; else the one place of the page that takes any.
  const inputFor = (element) =>
    element?.closest?.("fieldset, form[data-attach]")?.querySelector(wanted)
    ?? document.querySelector(`form[data-attach] ${wanted}`)
    ?? document.querySelector(`form[data-fields] ${wanted}`);

  const add = (input, files) => {
    const all = new DataTransfer();
    for (const file of [...input.files, ...files]) all.items.add(file);
    input.files = all.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const mark = (input) => {
    for (const old of document.querySelectorAll(".dropping")) old.classList.remove("dropping");
    input?.closest("fieldset, form")?.classList.add("dropping");
  };

  document.addEventListener("dragover", (event) => {
    if (!brings(event.dataTransfer)) return;
    const input = inputFor(event.target);
    if (!input) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    mark(input);
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) mark(null); });
  document.addEventListener("drop", (event) => {
    mark(null);
    if (!brings(event.dataTransfer)) return;
    const input = inputFor(event.target);
    if (!input) return;
    event.preventDefault();
    add(input, event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    // What also is text was meant as text.
    if (!brings(data) || [...data.types].includes("text/plain")) return;
    const input = inputFor(document.activeElement);
    if (!input || data.files.length === 0) return;
    event.preventDefault();
    add(input, data.files);
    input.focus();
  });

  // Sends a form with its files and tells how far it is.
  const send = (form, body, input, headers) => new Promise((resolve, reject) => {
    const place = input.closest("fieldset, form");
    const bar = place.querySelector("progress") ?? document.createElement("progress");
    const told = place.querySelector(".upload-told") ?? document.createElement("p");
    told.className = "upload-told sub";
    told.setAttribute("role", "status");
    told.textContent = input.dataset.sending;
    bar.max = 100;
    bar.hidden = false;
    bar.setAttribute("aria-label", input.dataset.sending);
    input.after(bar, told);
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    for (const [name, value] of headers) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = Math.round((event.loaded / event.total) * 100);
    });
    request.addEventListener("loadend", () => { bar.hidden = true; });
    request.addEventListener("load", () => { told.textContent = ""; resolve(request); });
    request.addEventListener("error", () => { told.textContent = input.dataset.lost; reject(new Error("lost")); });
    request.send(body);
  });
  window.redressUpload = send;

  for (const form of document.querySelectorAll("form[data-attach]")) {
    const input = form.querySelector(wanted);
    const list = form.querySelector(".chosen");
    const hint = form.querySelector(".drop-hint");
    if (hint) hint.hidden = false;
    input.addEventListener("change", () => {
      list.replaceChildren(...[...input.files].map((file) => {
        const line = document.createElement("li");
        line.textContent = file.name;
        return line;
      }));
    });
    form.addEventListener("submit", (event) => {
      if (input.files.length === 0) return;
      event.preventDefault();
      const button = form.querySelector("button");
      button.disabled = true;
      send(form, new FormData(form), input, []).then((request) => {
        if (request.status < 400) {
          location.assign(request.responseURL);
          return;
        }
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const told = form.querySelector(".upload-told");
        told.textContent = page.querySelector("#main .lead")?.textContent ?? input.dataset.lost;
        told.classList.add("error");
        delete form.dataset.sent;
      }).catch(() => {}).finally(() => { button.disabled = false; });
    });
  }
}
