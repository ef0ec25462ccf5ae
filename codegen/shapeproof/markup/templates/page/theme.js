// Switches between light and dark.
const root = document.documentElement;
// The theme that was chosen last, if the browser lets the page store it.
const storedTheme = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
const storeTheme = (theme) => { try { localStorage.setItem("theme", theme); } catch { /* then it isn't kept */ } };
if (storedTheme()) root.dataset.theme = storedTheme();
const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

document.getElementById("theme").addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  storeTheme(root.dataset.theme);
});
