// Light and dark.
const root = document.documentElement;
// The theme of last time, where the browser lets a page remember it.
const remembered = (theme) => {
  try { return theme ? localStorage.setItem("theme", theme) : localStorage.getItem("theme"); } catch { return null; }
};
if (remembered()) root.dataset.theme = remembered();
const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

document.getElementById("theme").addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  remembered(root.dataset.theme);
});
