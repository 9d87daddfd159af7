// How many of the list are ticked, said beside what can be done with them; and all of them at once.
"use strict";

const boxes = () => [...document.querySelectorAll("#list [name=pick]")];

function count() {
  const all = document.getElementById("all");
  if (!all) return;
  const ticked = boxes().filter((box) => box.checked).length;
  document.getElementById("picked").textContent = ticked;
  all.hidden = false;
  all.checked = ticked > 0 && ticked === boxes().length;
  all.indeterminate = ticked > 0 && !all.checked;
}
document.addEventListener("change", (event) => {
  if (event.target.id === "all") boxes().forEach((box) => (box.checked = event.target.checked));
  count();
});
document.addEventListener("reset", () => setTimeout(count));
document.addEventListener("listed", count);
count();
