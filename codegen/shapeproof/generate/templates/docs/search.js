// Searches paths, shapes and enum values, by name, path and description.
const search = document.getElementById("search");
const panel = document.getElementById("results-panel");
const results = document.getElementById("results");
const count = document.getElementById("count");
const MOST_RESULTS = 60;

// Members count the nodes around them. Shapes and values are listed once, apart from the paths: they follow the top level.
const depthOf = (element) => {
  if (!element.matches(".node")) return element.matches(".shape") ? 1 : 2;
  let depth = 0;
  for (let around = element.parentElement.closest(".node"); around; around = around.parentElement.closest(".node")) depth += 1;
  return depth;
};
const collectEntries = () => [...document.querySelectorAll("[data-name]")].map((element) => {
  const description = element.querySelector(element.matches(".node") ? ":scope > .head .description" : ":scope > dd, :scope > .description");
  const type = element.querySelector(":scope > .head .type");
  const text = (description ? description.textContent : "").replace(/\s+/g, " ").trim();
  const path = element.dataset.kind || element.id;
  const name = element.dataset.name;
  const all = [name, path, text, type ? `${type.textContent} ${type.title}` : ""].join(" ").toLowerCase();
  return { id: element.id, name, lowerName: name.toLowerCase(), depth: depthOf(element), path, text, all };
});
let entries; // collected at the first search, so that large pages open fast

// A lower rank is better; -1 means no match. Every word must occur; matches of names come first. Of the same rank, what is
// less deep comes first, then what comes first on the page.
const rank = (entry, whole, words) => {
  if (!words.every((word) => entry.all.includes(word))) return -1;
  if (entry.lowerName === whole) return 0;
  if (entry.lowerName.startsWith(whole)) return 1;
  if (entry.lowerName.includes(whole)) return 2;
  if (words.some((word) => entry.lowerName.includes(word))) return 3;
  return entry.text.toLowerCase().includes(whole) ? 4 : 5;
};

const highlighted = (text, words) => {
  const fragment = document.createDocumentFragment();
  const lower = text.toLowerCase();
  let at = 0;
  while (at < text.length) {
    const hits = words.map((word) => [lower.indexOf(word, at), word.length]).filter(([start]) => start >= 0);
    if (!hits.length) break;
    const [start, length] = hits.reduce((best, hit) => (hit[0] < best[0] || (hit[0] === best[0] && hit[1] > best[1]) ? hit : best));
    fragment.append(text.slice(at, start), Object.assign(document.createElement("mark"), { textContent: text.slice(start, start + length) }));
    at = start + length;
  }
  fragment.append(text.slice(at));
  return fragment;
};
const excerpt = (text, words) => {
  const first = Math.min(...words.map((word) => text.toLowerCase().indexOf(word)).filter((at) => at >= 0), Infinity);
  const from = first > 90 && first < Infinity ? first - 40 : 0;
  return (from ? "…" : "") + text.slice(from, from + 140) + (text.length > from + 140 ? "…" : "");
};
const line = (tag, text, words, style) => {
  const element = Object.assign(document.createElement(tag), { className: style });
  element.append(highlighted(text, words));
  return element;
};

const find = () => {
  const whole = search.value.trim().toLowerCase();
  results.replaceChildren();
  panel.hidden = !whole;
  count.textContent = "";
  if (!whole) return;
  const words = whole.split(/\s+/);
  entries ??= collectEntries();
  const hits = entries.map((entry) => [rank(entry, whole, words), entry]).filter(([order]) => order >= 0).sort(([a, one], [b, other]) => a - b || one.depth - other.depth);
  count.textContent = `${hits.length} ${hits.length === 1 ? "result" : "results"}${hits.length > MOST_RESULTS ? `, the first ${MOST_RESULTS} shown` : ""}`;
  results.append(...hits.slice(0, MOST_RESULTS).map(([, entry]) => {
    const link = Object.assign(document.createElement("a"), { href: `#${entry.id}` });
    link.append(line("b", entry.name, words, ""), line("small", entry.path, words, "mono"));
    if (entry.text) link.append(line("small", excerpt(entry.text, words), words, ""));
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
  results.scrollTop = 0;
};
const clear = () => { search.value = ""; find(); };

search.addEventListener("input", find);
results.addEventListener("click", (event) => { if (event.target.closest("a")) setTimeout(clear); });
// A click or focus elsewhere hides the results; focus on the search shows them again.
for (const type of ["pointerdown", "focusin"]) {
  document.addEventListener(type, (event) => { if (!event.target.closest(".find")) panel.hidden = true; });
}
search.addEventListener("focus", () => { panel.hidden = !search.value.trim(); });

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...results.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const isTyping = document.activeElement === search;
  if (event.key === "/" && !isTyping) {
    search.focus();
    search.select();
  } else if (event.key === "Escape" && (isTyping || at >= 0)) {
    clear();
    search.focus();
  } else if (event.key === "ArrowDown" && (isTyping || at >= 0) && links.length) {
    links[Math.min(at + 1, links.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    (links[at - 1] || search).focus();
  } else if (event.key === "Enter" && isTyping && links.length) {
    links[0].click();
  } else {
    // Typing while a result has the focus continues the search.
    if (at >= 0 && (event.key.length === 1 && event.key !== " " || event.key === "Backspace")) search.focus();
    return;
  }
  event.preventDefault();
});
