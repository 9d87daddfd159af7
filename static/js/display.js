// Small comforts on every page; without this file everything still works.
"use strict";

// A form that came back with errors: the summary is read first.
document.querySelector("[data-focus]")?.focus();

// Menus made of <details> close on Escape, and when another place is pressed.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
