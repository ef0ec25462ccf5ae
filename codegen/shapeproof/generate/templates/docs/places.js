// The places of a page of reference: what is folded at first, links to copy.
const said = document.getElementById("said");

// At first only the top of the response is open: its members are the map of everything else.
foldAll(document.querySelectorAll("#response ~ .part .place, #request ~ .part .place"), true);

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

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (pressed?.matches(".copy")) {
    copy(pressed, `${location.href.split("#")[0]}#${pressed.closest(".place").id}`, "Link");
  } else if (pressed?.id === "copy-example") {
    copy(pressed, document.getElementById("example-text").textContent, "Example");
  } else if (pressed?.id === "unfold" || pressed?.id === "refold") {
    foldAll(document.querySelectorAll("#response ~ .part .place"), pressed.id === "refold");
  }
});
