// The report: findings grouped by code or by file, a filter, trees that fold.
const main = document.getElementById("main");
const groups = document.getElementById("groups");
const search = document.getElementById("search");
const matches = document.getElementById("matches");
const findings = groups ? [...groups.querySelectorAll(".finding")] : [];
const codeGroups = groups ? [...groups.children] : [];
const chosen = (name) => document.querySelector(`[data-choice="${name}"] [aria-pressed="true"]`)?.value;

const fileGroup = (file, members) => {
  const group = document.getElementById("by-file").content.firstElementChild.cloneNode(true);
  group.querySelector(".file").textContent = file;
  group.querySelector(".findings").append(...members);
  return group;
};
const arrange = (order) => {
  groups.className = order;
  if (order === "by-file") {
    const byFile = new Map();
    findings.forEach((finding) => {
      const file = finding.dataset.file;
      if (!byFile.has(file)) byFile.set(file, []);
      byFile.get(file).push(finding);
    });
    const sorted = [...byFile].sort(([a], [b]) => (a < b ? -1 : 1));
    groups.replaceChildren(...sorted.map(([file, members]) => fileGroup(file, members)));
  } else {
    codeGroups.forEach((group) => {
      const members = findings.filter((finding) => finding.dataset.group === group.dataset.group);
      group.querySelector(".findings").append(...members);
    });
    groups.replaceChildren(...codeGroups);
  }
};
const updateGroup = (group) => {
  const members = [...group.querySelectorAll(".finding")];
  const visible = members.filter((finding) => !finding.hidden).length;
  const total = group.dataset.count || `${members.length} finding${members.length === 1 ? "" : "s"}`;
  group.hidden = !visible;
  group.querySelector(".count").textContent = visible === members.length ? total : `${visible} of ${members.length} findings`;
  const more = group.querySelector(".more");
  const rest = members.length - 3;
  if (more) more.hidden = rest <= 0;
  if (more && rest > 0) more.textContent = `Show ${rest} more`;
};
const applyFilter = () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const containsWords = (text) => words.every((word) => text.includes(word));
  const severity = chosen("severity") ?? "all";
  const isFiltering = Boolean(words.length) || severity !== "all";
  main.classList.toggle("filtering", isFiltering);
  findings.forEach((finding) => {
    const isMatch = containsWords(finding.dataset.text) && (severity === "all" || finding.dataset.severity === severity);
    finding.hidden = !isMatch;
  });
  groups?.querySelectorAll(".group").forEach(updateGroup);
  document.querySelectorAll("[data-contract]").forEach((element) => {
    element.hidden = !containsWords(element.dataset.contract);
  });
  if (matches) {
    const count = findings.filter((finding) => !finding.hidden).length;
    matches.textContent = isFiltering ? `${count} of ${findings.length} findings` : "";
  }
};

document.querySelectorAll(".node").forEach((node) => fold(node, true));
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.parentElement.dataset.choice) {
    button.parentElement.querySelectorAll("button").forEach((option) => {
      option.setAttribute("aria-pressed", String(option === button));
    });
    if (button.parentElement.dataset.choice === "order") arrange(button.value);
    applyFilter();
  } else if (button?.matches(".more")) {
    const group = button.closest(".group");
    group.classList.add("expanded");
    group.querySelectorAll(".finding")[3]?.focus();
  } else if (button?.matches(".expand-all, .collapse-all")) {
    foldAll(button.closest(".contract").querySelectorAll(".node"), button.matches(".collapse-all"));
  }
});
search.addEventListener("input", applyFilter);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && event.target !== search) {
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && event.target === search) {
    search.value = "";
    applyFilter();
  }
});
