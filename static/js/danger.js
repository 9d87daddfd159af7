// Lights up the numbers to call while somebody is still writing, right below their words. The numbers stand there without
// it, too, and the server reads the whole sentence: words that are only similar cost a glance here.
"use strict";

const box = document.getElementById("danger");
const text = document.getElementById("id_description");

if (box && text) {
  const dangers = JSON.parse(box.dataset.dangers);
  const [words, numbers] = box.children;
  const quiet = [...words.childNodes];
  const dock = box.parentElement;
  let shown = "";

  function strong(said) {
    const bold = document.createElement("b");
    bold.textContent = said;
    return bold;
  }

  function show(found) {
    const [danger] = found;
    const first = found.map((one) => one.numbers[0]);
    box.classList.toggle("now", Boolean(danger));
    for (const link of numbers.children) {
      link.classList.toggle("first", first.includes(link.getAttribute("href").slice(4)));
    }
    if (danger) {
      words.replaceChildren(strong(box.dataset.title), " ", danger.advice);
      text.after(box);
    } else {
      words.replaceChildren(...quiet);
      dock.prepend(box);
    }
  }

  // 「没有着火」 says that there is none; 「是不是着火了」 does not.
  const denied = /(^|[^是])(没有?|不是|不像)[^，。！？；,.!?;\s]{0,4}$/;

  function says(word) {
    const parts = text.value.split(word);
    return parts.slice(0, -1).some((before) => !denied.test(before));
  }

  function look() {
    const found = dangers.filter((danger) => danger.words.some(says));
    const key = found.map((danger) => danger.advice).join();
    if (key === shown) return;
    shown = key;
    show(found);
  }

  text.addEventListener("input", look);
  look();
}
