"use strict";
// Without this script the page is whole, only unfolded and without a search.
const search = document.getElementById("search");
const results = document.getElementById("results");
const count = document.getElementById("count");
const said = document.getElementById("said");
const MOST_RESULTS = 60;

const fold = (place, folded) => {
  const button = place.querySelector(":scope > .row > .fold");
  if (!button) return;
  place.classList.toggle("folded", folded);
  button.setAttribute("aria-expanded", String(!folded));
};
const foldAll = (folded) => document.querySelectorAll("#response ~ .part .place").forEach((place) => fold(place, folded));
// At first only the top of the response is open: its members are the map of everything else.
document.querySelectorAll(".place").forEach((place) => fold(place, true));

const say = (text) => {
  said.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { said.textContent = ""; }, 2500);
};

const reveal = (fragment) => {
  const target = document.getElementById(fragment);
  if (!target) return;
  for (let at = target.parentElement; at; at = at.parentElement) {
    if (at.classList.contains("place")) fold(at, false);
    if (at.tagName === "DETAILS") at.open = true;
  }
  if (target.classList.contains("place")) fold(target, false);
  document.querySelectorAll(".here").forEach((one) => one.classList.remove("here"));
  target.classList.add("here");
  target.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
};
const revealHash = () => {
  if (location.hash.length < 2) return;
  let fragment = location.hash.slice(1);
  try { fragment = decodeURIComponent(fragment); } catch { /* a stray percent sign means itself */ }
  reveal(fragment);
};
addEventListener("hashchange", revealHash);

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // no clipboard for pages opened from a file
    const box = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  say("Link copied");
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button, a");
  if (!button) return;
  if (button.matches(".fold")) {
    const place = button.closest(".place");
    fold(place, !place.classList.contains("folded"));
  } else if (button.matches(".copy")) {
    copy(location.href.split("#")[0] + "#" + button.closest(".place").id).then(() => button.focus());
  } else if (button.id === "unfold" || button.id === "refold") {
    foldAll(button.id === "refold");
  } else if (button.id === "theme") {
    const isDark = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim() !== "#ffffff";
    document.documentElement.dataset.theme = isDark ? "light" : "dark";
  } else if (button.matches("a[href^='#']") && button.getAttribute("href") === location.hash) {
    revealHash(); // no hashchange comes from a second click
  }
});

// What can be found: places, shapes, values of enums, each by its name and by its words.
const entries = [...document.querySelectorAll("[data-name]")].map((element) => {
  const told = element.matches(".value") ? element.querySelector("dd") : element.querySelector(":scope > .told");
  return { id: element.id, name: element.dataset.name, words: (told ? told.textContent : "").replace(/\s+/g, " ").trim() };
});
const rank = (entry, wanted) => {
  const name = entry.name.toLowerCase();
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(wanted)) return 2;
  return entry.words.toLowerCase().includes(wanted) ? 3 : -1;
};
const marked = (text, wanted) => {
  const whole = document.createDocumentFragment();
  let rest = text;
  for (let at = rest.toLowerCase().indexOf(wanted); at >= 0; at = rest.toLowerCase().indexOf(wanted)) {
    whole.append(rest.slice(0, at), Object.assign(document.createElement("mark"), { textContent: rest.slice(at, at + wanted.length) }));
    rest = rest.slice(at + wanted.length);
  }
  whole.append(rest);
  return whole;
};
const cut = (words, wanted) => {
  const at = Math.max(0, words.toLowerCase().indexOf(wanted) - 40);
  return (at ? "…" : "") + words.slice(at, at + 140) + (words.length > at + 140 ? "…" : "");
};
const where = (id) => id.startsWith("shape-") ? "structure or enum" : id.startsWith("value-") ? `value of ${id.split("-")[1]}` : id;
const find = () => {
  const wanted = search.value.trim().toLowerCase();
  results.replaceChildren();
  results.hidden = !wanted;
  if (!wanted) { count.textContent = ""; return; }
  const found = entries.map((entry) => [rank(entry, wanted), entry]).filter(([order]) => order >= 0).sort(([a], [b]) => a - b);
  count.textContent = found.length > MOST_RESULTS ? `${found.length} results, the first ${MOST_RESULTS} shown` : `${found.length} ${found.length === 1 ? "result" : "results"}`;
  for (const [, entry] of found.slice(0, MOST_RESULTS)) {
    const link = Object.assign(document.createElement("a"), { href: "#" + entry.id });
    const name = document.createElement("b");
    name.append(marked(entry.name, wanted));
    const place = Object.assign(document.createElement("small"), { textContent: where(entry.id) });
    link.append(name, place);
    if (entry.words) {
      const words = document.createElement("small");
      words.append(marked(cut(entry.words, wanted), wanted));
      link.append(words);
    }
    const item = document.createElement("li");
    item.append(link);
    results.append(item);
  }
};
const clear = () => { search.value = ""; find(); };
search.addEventListener("input", find);
results.addEventListener("click", (event) => { if (event.target.closest("a")) setTimeout(clear); });
addEventListener("keydown", (event) => {
  const links = [...results.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const isSearching = document.activeElement === search || at >= 0;
  if (event.key === "/" && document.activeElement !== search) {
    search.focus();
  } else if (event.key === "Escape" && isSearching) {
    clear();
    search.focus();
  } else if (event.key === "ArrowDown" && isSearching && links.length) {
    links[Math.min(at + 1, links.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    (links[at - 1] || search).focus();
  } else if (event.key === "Enter" && document.activeElement === search && links.length) {
    links[0].click();
  } else {
    return;
  }
  event.preventDefault();
});
revealHash();
