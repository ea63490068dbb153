// What if: offers the table's rows as a choice, and shows the chosen one's ending. Without this the table stands
// for itself.
"use strict";
(() => {
  const choice = document.getElementById("flip-choice");
  const rows = [...document.querySelectorAll(".flips tbody tr")];
  if (!choice || rows.length === 0) return;
  const select = document.getElementById("flip");
  const shown = document.getElementById("flip-shown");
  const asLogged = [...shown.children];

  rows.forEach((row, at) => {
    const option = document.createElement("option");
    option.value = String(at);
    option.textContent = row.dataset.name;
    select.append(option);
  });

  // One line of the answer: a copy of a cell under its name.
  function answer(cell) {
    const line = document.createElement("div");
    const name = document.createElement("dt");
    const ending = document.createElement("dd");
    name.textContent = cell.dataset.name;
    ending.append(...[...cell.cloneNode(true).childNodes]);
    line.append(name, ending);
    return line;
  }

  function show() {
    rows.forEach((row, at) => row.classList.toggle("chosen", select.value === String(at)));
    const row = rows[Number(select.value)];
    const answers = select.value === "" ? [] : [...row.querySelectorAll(".ending")].map(answer);
    shown.replaceChildren(...asLogged, ...answers);
  }

  select.addEventListener("change", show);
  choice.hidden = false;
  document.getElementById("flip-table").open = false;
  show();
})();
