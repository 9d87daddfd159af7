// On every page of the desk: N files for a neighbour; on a phone the current tab is scrolled into view.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.key.toLowerCase() !== "n") return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog, [contenteditable]")) return;
  document.querySelector("a[data-file]")?.click();
});

for (const current of document.querySelectorAll(".strip [aria-current], .side [aria-current]")) {
  const bar = current.closest(".strip, .side");
  bar.scrollLeft += current.getBoundingClientRect().left - bar.getBoundingClientRect().left - bar.clientWidth / 3;
}
