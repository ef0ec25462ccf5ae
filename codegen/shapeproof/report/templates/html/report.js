// The report: findings by code or by file, a filter, trees that fold.
const main = document.getElementById("main");
const board = document.getElementById("groups");
const search = document.getElementById("search");
const shown = document.getElementById("shown");
const findings = board ? [...board.querySelectorAll(".finding")] : [];
const byCode = board ? [...board.children] : [];
const pressed = (name) => document.querySelector(`[data-choice="${name}"] [aria-pressed="true"]`)?.value;

const groupOf = (file, held) => {
  const group = document.getElementById("by-file").content.firstElementChild.cloneNode(true);
  group.querySelector(".file").textContent = file;
  group.querySelector(".findings").append(...held);
  return group;
};
const arrange = (order) => {
  board.className = order;
  if (order === "by-file") {
    const files = Map.groupBy
      ? Map.groupBy(findings, (one) => one.dataset.file)
      : findings.reduce((map, one) => map.set(one.dataset.file, [...(map.get(one.dataset.file) ?? []), one]), new Map());
    board.replaceChildren(...[...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, held]) => groupOf(file, held)));
  } else {
    byCode.forEach((group) => group.querySelector(".findings").append(...findings.filter((one) => one.dataset.group === group.dataset.group)));
    board.replaceChildren(...byCode);
  }
};
const sift = () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const severity = pressed("severity") ?? "all";
  main.classList.toggle("filtering", Boolean(words.length) || severity !== "all");
  let count = 0;
  findings.forEach((one) => {
    const text = one.dataset.text;
    const fits = words.every((word) => text.includes(word)) && (severity === "all" || one.dataset.severity === severity);
    one.hidden = !fits;
    count += fits;
  });
  board?.querySelectorAll(".group").forEach((group) => {
    const held = [...group.querySelectorAll(".finding")];
    const fitting = held.filter((one) => !one.hidden).length;
    group.hidden = !fitting;
    group.querySelector(".count").textContent = fitting === held.length
      ? group.dataset.count || `${held.length} finding${held.length === 1 ? "" : "s"}` : `${fitting} of ${held.length} findings`;
    const more = group.querySelector(".more");
    more.hidden = held.length <= 3;
    more.textContent = `Show ${held.length - 3} more`;
  });
  document.querySelectorAll("[data-contract]").forEach((one) => { one.hidden = !words.every((word) => one.dataset.contract.includes(word)); });
  if (shown) shown.textContent = main.classList.contains("filtering") ? `${count} of ${findings.length} findings` : "";
};

document.querySelectorAll(".spot").forEach((place) => fold(place, true));
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.parentElement.dataset.choice) {
    button.parentElement.querySelectorAll("button").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
    if (button.parentElement.dataset.choice === "order") arrange(button.value);
    sift();
  } else if (button?.matches(".more")) {
    button.closest(".group").classList.add("whole");
    button.closest(".group").querySelectorAll(".finding")[3]?.focus();
  } else if (button?.matches(".unfold, .refold")) {
    foldAll(button.closest(".contract").querySelectorAll(".spot"), button.matches(".refold"));
  }
});
search.addEventListener("input", sift);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && event.target !== search) {
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && event.target === search) {
    search.value = "";
    sift();
  }
});
