"use strict";
// Folding, and going to a place that is folded. Without scripts a page is whole, only unfolded.
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
const foldAll = (places, folded) => places.forEach((place) => fold(place, folded));
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

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button, a");
  if (pressed?.matches(".fold")) {
    fold(pressed.closest(".place"), pressed.getAttribute("aria-expanded") === "true");
  } else if (pressed?.hash && pressed.hash === location.hash) {
    revealHash(); // no hashchange comes from a second click
  }
});
