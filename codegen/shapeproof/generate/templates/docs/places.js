"use strict";
// Folding, anchors, links to copy, light and dark. Without scripts the page is whole, only unfolded.
const root = document.documentElement;
const said = document.getElementById("said");

const holds = (place) => place.querySelector(":scope > .below");
const fold = (place, folded) => {
  const below = holds(place);
  if (!below) return;
  // What is folded like this, the browser's own search and its fragments still find.
  if (folded) below.setAttribute("hidden", "until-found");
  else below.removeAttribute("hidden");
  place.querySelector(":scope > .head > .fold").setAttribute("aria-expanded", String(!folded));
  // "Each item" alone is no news: what it consists of is.
  if (!folded && below.children.length === 1 && below.firstElementChild.matches(".is-held")) fold(below.firstElementChild, false);
};
const unfoldAround = (element) => {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (at.classList.contains("place")) fold(at, false);
    if (at.tagName === "DETAILS") at.open = true;
  }
};
const foldAll = (folded) => document.querySelectorAll("#response ~ .part .place").forEach((place) => fold(place, folded));

// At first only the top of the response is open: its members are the map of everything else.
document.querySelectorAll("#response ~ .part .place, #request ~ .part .place").forEach((place) => fold(place, true));
document.addEventListener("beforematch", (event) => { fold(event.target.closest(".place"), false); unfoldAround(event.target); });
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));

const reveal = (fragment) => {
  const target = document.getElementById(fragment);
  if (!target) return;
  unfoldAround(target);
  if (target.matches(".place")) fold(target, false);
  document.querySelectorAll(".here").forEach((one) => one.classList.remove("here"));
  target.classList.add("here");
  target.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
};
const revealHash = () => {
  let fragment = location.hash.slice(1);
  try { fragment = decodeURIComponent(fragment); } catch { /* a stray percent sign means itself */ }
  if (fragment) reveal(fragment);
};
addEventListener("hashchange", revealHash);
// A reload folds the page anew, so where it was scrolled to means nothing any more; the address does.
if (location.hash) {
  history.scrollRestoration = "manual";
  addEventListener("load", () => { revealHash(); setTimeout(() => { history.scrollRestoration = "auto"; }); });
}

const say = (text) => {
  said.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { said.textContent = ""; }, 2500);
};
document.querySelectorAll(".copy").forEach((button) => { button.title = "Copy the link"; });
const copied = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { // no clipboard for pages that were opened from a file
    const box = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
};
const copy = async (button, text, what) => {
  say(await copied(text) ? `${what} copied` : `The browser doesn't let pages copy: ${text.slice(0, 200)}`);
  button.focus();
};

// The theme of last time, where the browser lets a page remember it.
const remembered = (theme) => {
  try { return theme ? localStorage.setItem("theme", theme) : localStorage.getItem("theme"); } catch { return null; }
};
if (remembered()) root.dataset.theme = remembered();
const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button, a");
  if (!pressed) return;
  if (pressed.matches(".fold")) {
    fold(pressed.closest(".place"), pressed.getAttribute("aria-expanded") === "true");
  } else if (pressed.matches(".copy")) {
    copy(pressed, `${location.href.split("#")[0]}#${pressed.closest(".place").id}`, "Link");
  } else if (pressed.id === "copy-example") {
    copy(pressed, document.getElementById("example-text").textContent, "Example");
  } else if (pressed.id === "unfold" || pressed.id === "refold") {
    foldAll(pressed.id === "refold");
  } else if (pressed.id === "theme") {
    root.dataset.theme = isDark() ? "light" : "dark";
    remembered(root.dataset.theme);
  } else if (pressed.hash && pressed.hash === location.hash) {
    revealHash(); // no hashchange comes from a second click
  }
});
