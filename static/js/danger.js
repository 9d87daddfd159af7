// Lights up the numbers to call while somebody is still writing, right below their words. The numbers stand there without
// it, too, and the server reads the whole sentence: what only looks similar costs a glance here.
"use strict";

const box = document.getElementById("danger");
const text = document.getElementById("id_description");

if (box && text) {
  const dangers = JSON.parse(box.dataset.dangers).map((danger) => ({
    ...danger,
    sign: new RegExp(danger.sign, "g"),
    unless: new RegExp(danger.unless),
  }));
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
  const denied = /(^|[^是])(没有?|不是|不像)(人|再|真的?|什么|任何|[闻看][到见]|听到|发现|发生|出现|被|过|着|的|有)*$/;

  function says({ sign, unless }, clause) {
    if (unless.test(clause)) return false;
    return [...clause.matchAll(sign)].some((found) => !denied.test(clause.slice(0, found.index)));
  }

  function look() {
    const clauses = text.value.normalize("NFKC").match(/[^,.!?;:\s、，。！？；：…~]+/g) || [];
    const found = dangers.filter((danger) => clauses.some((clause) => says(danger, clause)));
    const key = found.map((danger) => danger.advice).join();
    if (key === shown) return;
    shown = key;
    show(found);
  }

  text.addEventListener("input", look);
  look();
}
