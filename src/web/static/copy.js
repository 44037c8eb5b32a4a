// A button beside a text that is shown once, which takes it to the clipboard. Without it, people mark and copy by hand.
"use strict";
for (const field of document.querySelectorAll("input[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button second";
  button.textContent = field.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = field.dataset.copied;
  });
  const row = document.createElement("div");
  row.className = "copying";
  field.replaceWith(row);
  row.append(field, button);
}
