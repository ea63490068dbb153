// The corpus: sorts the table by a column, and shows the rows that fit the words and conclusions chosen.
"use strict";
(() => {
  const table = document.getElementById("logs");
  const filters = document.getElementById("filters");
  if (!table || !filters) return;
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({
    row,
    text: row.textContent.toLowerCase(),
    conclusion: row.dataset.conclusion,
    label: row.dataset.label,
    keys: [...row.cells].map((cell) => cell.dataset.key ?? cell.textContent.toLowerCase()),
  }));
  const words = document.getElementById("words");
  const label = document.getElementById("label");
  const boxes = [...filters.querySelectorAll("input[type=checkbox]")];
  const count = document.getElementById("count");

  function filter() {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const conclusions = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const entry of rows) {
      const fits = conclusions.has(entry.conclusion) && (!label || label.value === "" || label.value === entry.label) &&
        wanted.every((word) => entry.text.includes(word));
      entry.row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    count.textContent = `${shown} of ${rows.length} logs`;
  }

  // Numbers by size, empty keys last in either direction.
  function compare(a, b, numeric, sign) {
    if (a === "" || b === "") return (a === "") - (b === "");
    if (numeric) return sign * (Number(a) - Number(b));
    return a === b ? 0 : sign * (a < b ? -1 : 1);
  }

  function sortBy(column, heading) {
    const descending = heading.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const numeric = heading.dataset.kind === "number";
    rows.sort((a, b) => compare(a.keys[column], b.keys[column], numeric, descending ? -1 : 1));
    body.append(...rows.map((entry) => entry.row));
  }

  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sortBy(column, heading));
  });
  filters.addEventListener("input", filter);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.hidden = false;
  filter();
})();
