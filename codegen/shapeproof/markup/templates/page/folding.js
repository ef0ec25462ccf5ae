"use strict";
// Folds nodes of trees, and unfolds what an address points into. Without scripts a page is complete and unfolded.
const childrenOf = (node) => node.querySelector(":scope > .below");
const fold = (node, folded) => {
  const children = childrenOf(node);
  if (!children) return;
  // Unlike `display: none`, this lets the browser's own search and fragments find what is folded.
  if (folded) children.setAttribute("hidden", "until-found");
  else children.removeAttribute("hidden");
  node.querySelector(":scope > .head > .fold").setAttribute("aria-expanded", String(!folded));
  // "Each item" alone says nothing: unfold it as well.
  if (!folded && children.children.length === 1 && children.firstElementChild.matches(".is-element")) fold(children.firstElementChild, false);
};
const unfoldAround = (element) => {
  for (let ancestor = element.parentElement; ancestor; ancestor = ancestor.parentElement) {
    if (ancestor.classList.contains("node")) fold(ancestor, false);
    if (ancestor.tagName === "DETAILS") ancestor.open = true;
  }
};
const ROW_HEIGHT = 3.5; // in rem: that of most rows, as in page.css
const foldAll = (nodes, folded) => nodes.forEach((node) => {
  fold(node, folded);
  if (!childrenOf(node)) return;
  // On a large page, nodes are rendered when they come into sight. Until then they take about as much room as they need.
  const rows = 1 + node.getElementsByClassName("node").length;
  node.style.containIntrinsicBlockSize = folded ? "" : `auto ${rows * ROW_HEIGHT}rem`;
});
document.addEventListener("beforematch", (event) => { fold(event.target.closest(".node"), false); unfoldAround(event.target); });
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((details) => { details.open = true; }));

// What comes into sight is rendered, and may need other room than was kept for it. So scroll again for some frames, unless the
// reader, or the next link, wants to be elsewhere.
const MOST_FRAMES = 12;
let scrolls = 0;
const keepInSight = (target) => {
  scrolls += 1;
  const current = scrolls;
  const scroll = (frame) => {
    if (current !== scrolls) return;
    target.scrollIntoView({ block: "start" });
    if (frame < MOST_FRAMES) requestAnimationFrame(() => scroll(frame + 1));
  };
  scroll(1);
};
for (const type of ["keydown", "pointerdown", "touchstart", "wheel"]) addEventListener(type, () => { scrolls += 1; }, { passive: true });

const reveal = (fragment) => {
  const target = document.getElementById(fragment);
  if (!target) return;
  unfoldAround(target);
  if (target.matches(".node")) fold(target, false);
  document.querySelectorAll(".here").forEach((element) => element.classList.remove("here"));
  target.classList.add("here");
  keepInSight(target);
  target.focus({ preventScroll: true });
};
const revealHash = () => {
  let fragment = location.hash.slice(1);
  try { fragment = decodeURIComponent(fragment); } catch { /* a stray percent sign means itself */ }
  if (fragment) reveal(fragment);
};
addEventListener("hashchange", revealHash);
// A reload folds the page again, so the browser must not restore where it was scrolled to: the address decides.
if (location.hash) {
  history.scrollRestoration = "manual";
  addEventListener("load", () => { revealHash(); setTimeout(() => { history.scrollRestoration = "auto"; }); });
}

document.addEventListener("click", (event) => {
  const clicked = event.target.closest("button, a");
  if (clicked?.matches(".fold")) {
    fold(clicked.closest(".node"), clicked.getAttribute("aria-expanded") === "true");
  } else if (clicked?.hash && clicked.hash === location.hash) {
    revealHash(); // a second click on the same link fires no hashchange
  }
});
