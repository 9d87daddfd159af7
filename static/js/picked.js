// How many of the list are ticked, said beside what can be done with them.
"use strict";

function count() {
  const picked = document.getElementById("picked");
  if (picked) picked.textContent = document.querySelectorAll("#list [name=pick]:checked").length;
}
document.addEventListener("change", count);
document.addEventListener("reset", () => setTimeout(count));
document.addEventListener("listed", count);
count();
