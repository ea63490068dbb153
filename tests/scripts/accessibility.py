"""A check of what a page must have so that everybody can use it, as JavaScript for the open page. The rules are those of
WCAG 2.1 (https://www.w3.org/TR/WCAG21/), level AA, as far as a program can tell."""

# Gives a list of sentences, empty where nothing is wrong.
PROBLEMS = r"""
const problems = [];
const say = (what, element) => problems.push(`${what}: ${element ? element.outerHTML.slice(0, 90) : ""}`);
const visible = (element) => element.checkVisibility() && element.getClientRects().length > 0;

// 3.1.1, 2.4.2: language and title.
if (document.documentElement.lang !== "en") say("no language");
if (!document.title.trim()) say("no title");

// 1.3.1: one h1, no level of headings left out, one main, landmarks with names.
let level = 0;
for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
  const own = Number(heading.tagName[1]);
  if (own > level + 1) say(`heading jumps from ${level} to ${own}`, heading);
  if (!heading.textContent.trim()) say("empty heading", heading);
  level = own;
}
for (const tag of ["h1", "main", "header"]) {
  if (document.querySelectorAll(tag).length !== 1) say(`not one ${tag}`);
}
for (const section of document.querySelectorAll("section, nav")) {
  const by = section.getAttribute("aria-labelledby");
  if (!(section.getAttribute("aria-label") || (by && document.getElementById(by)))) say("landmark without a name", section);
}

// 4.1.1: ids are unique, and what refers to one finds it.
const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) say(`id twice: ${id}`);
for (const link of document.querySelectorAll("a[href^='#'], use[href^='#']")) {
  if (!document.getElementById(link.getAttribute("href").slice(1))) say("leads nowhere", link);
}

// 4.1.2: everything that can be used has a name.
const name = (element) => (element.getAttribute("aria-label") || element.textContent.trim() ||
  [...(element.labels ?? [])].map((label) => label.textContent.trim()).join(" ")).trim();
for (const control of document.querySelectorAll("a[href], button, select, input, summary, [tabindex]")) {
  const named = control.matches("select, input") ? [...control.labels].some((label) => label.textContent.trim()) : name(control);
  if (!named) say("control without a name", control);
}

// 1.1.1: drawings say what they show, or are hidden from those who cannot see them.
for (const drawing of document.querySelectorAll("svg")) {
  if (drawing.closest("[aria-hidden=true]") || drawing.parentElement.closest("svg")) continue;
  if (drawing.getAttribute("role") !== "img" || !drawing.getAttribute("aria-label")) say("drawing without a text", drawing);
}

// 1.3.1: tables have headings for columns and rows, and no more cells than headings.
for (const table of document.querySelectorAll("table")) {
  const columns = [...table.tHead.rows[0].cells];
  if (!columns.every((cell) => cell.tagName === "TH" && cell.scope === "col")) say("column without a heading", table);
  if (!columns.every((cell) => cell.textContent.trim())) say("empty column heading", table.tHead);
  for (const row of table.tBodies[0].rows) {
    if (row.cells.length !== columns.length) say(`${row.cells.length} cells for ${columns.length} columns`, row);
    if (!row.querySelector("th[scope=row]")) say("row without a heading", row);
  }
}

// 2.1.1: what scrolls can be scrolled with keys.
for (const element of document.querySelectorAll("body *")) {
  const style = getComputedStyle(element);
  if (/auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth && element.tabIndex < 0) {
    say("scrolls, but not with keys", element);
  }
}

// 1.4.3, 1.4.11: contrast of text 4.5 to 1, large text 3 to 1, of drawings that carry meaning 3 to 1.
const numbers = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
const luminance = ([r, g, b]) => [r, g, b].map((part) => part / 255)
  .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
const ratio = (a, b) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};
function ground(element) {
  for (let at = element; at; at = at.parentElement) {
    const color = numbers(getComputedStyle(at).backgroundColor);
    if (color.length === 3 || color[3] === 1) return color;
    if (color.length === 4 && color[3] > 0) say("half a ground", at);
  }
  return [255, 255, 255];
}
function enough(element, color, least) {
  const found = ratio(numbers(color), ground(element));
  if (found < least) say(`contrast ${found.toFixed(2)}, at least ${least}`, element);
}
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const seen = new Set();
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (seen.has(element) || !walker.currentNode.data.trim() || element.closest("script, style, option, defs")) continue;
  seen.add(element);
  if (!visible(element)) continue;
  const style = getComputedStyle(element);
  const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
  enough(element, element.closest("svg") ? style.fill : style.color, large ? 3 : 4.5);
}
for (const selector of [".cell-target", ".cell-dot", ".stair", ".printed", ".ring", ".sign-shape", ".part-right", ".calibrated"]) {
  const shape = document.querySelector(selector);
  if (!shape) continue;
  const style = getComputedStyle(shape);
  const color = style.fill === "none" || selector === ".stair" || selector === ".printed" ? style.stroke : style.fill;
  enough(shape, color, 3);
}
return problems;
"""

# How many elements the tab key should come by.
FOCUSABLE = r"""
return [...document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0']")]
  .filter((element) => element.checkVisibility() || element.matches(".skip")).length;
"""

# The place of the focused element among all elements; -1 for none.
PLACE_OF_FOCUS = r"""
return document.activeElement === document.body ? -1 : [...document.querySelectorAll("*")].indexOf(document.activeElement);
"""
