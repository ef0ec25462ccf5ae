// The path trees of a reference page: what is folded at first, and links to copy.
const toast = document.getElementById("toast");

// At first only the top level of the trees is visible, as an overview.
foldAll(document.querySelectorAll("#response ~ .part .node, #request ~ .part .node"), true);

const showToast = (text) => {
  toast.textContent = text;
  clearTimeout(showToast.timer);
  showToast.timer = setTimeout(() => { toast.textContent = ""; }, 2500);
};
document.querySelectorAll(".copy").forEach((button) => { button.title = "Copy the link"; });
const writeToClipboard = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { // a page that was opened from a file has no clipboard
    const box = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(box);
    box.select();
    const succeeded = document.execCommand("copy");
    box.remove();
    return succeeded;
  }
};
const copy = async (button, text, label) => {
  showToast(await writeToClipboard(text) ? `${label} copied` : `The browser doesn't let pages copy: ${text.slice(0, 200)}`);
  button.focus();
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.matches(".copy")) {
    copy(button, `${location.href.split("#")[0]}#${button.closest(".node").id}`, "Link");
  } else if (button?.id === "copy-example") {
    copy(button, document.getElementById("example-text").textContent, "Example");
  } else if (button?.id === "unfold-all" || button?.id === "fold-all") {
    foldAll(document.querySelectorAll("#response ~ .part .node"), button.id === "fold-all");
  }
});
