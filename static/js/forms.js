// Forms: errors take the focus, long texts are counted, and a button pressed twice acts once.
const DOWNLOADING = 15000; // milliseconds until a download has begun, which a page is not told
const words = document.getElementById("words")?.dataset ?? {};

function focusErrors(root) {
  const summary = root.querySelector?.(".error-summary[data-focus]");
  if (!summary) return;
  summary.focus();
  document.title = document.title.startsWith("⚠") ? document.title : `⚠ ${document.title}`;
}

function count(area) {
  const limit = document.querySelector(`[data-limit-of="${CSS.escape(area.id)}"]`);
  if (!limit) return;
  const allowed = Number(area.dataset.allowed);
  const left = allowed - [...area.value].length;
  const sentence = left < 0 ? words.over : words.left;
  limit.textContent = sentence.replace("%(count)s", Math.abs(left));
  limit.classList.toggle("over", left < 0);
}

function startCounting(root) {
  for (const area of root.querySelectorAll("textarea[maxlength]")) {
    area.dataset.allowed = area.maxLength;
    area.removeAttribute("maxlength"); // cutting off what is pasted loses words: count instead, the server checks
    count(area);
  }
}

function setBusy(form, busy) {
  form.toggleAttribute("data-busy", busy);
  form.querySelector("[data-while-busy]")?.toggleAttribute("hidden", !busy);
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (busy) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}

function fillTimeZone(root) {
  for (const input of root.querySelectorAll("[data-time-zone]")) {
    input.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a");
  const field = link && document.querySelector(link.hash);
  const control = field?.querySelector("input:not([type=hidden]), select, textarea, button");
  if (!control) return;
  event.preventDefault();
  field.scrollIntoView();
  control.focus({ preventScroll: true });
});

document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-allowed]")) count(event.target);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.hasAttribute("data-busy")) event.preventDefault();
  else setTimeout(() => setBusy(form, true)); // after the pressed button's value is taken
  if (form.hasAttribute("data-download")) setTimeout(() => setBusy(form, false), DOWNLOADING); // the page stays
});

addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach((form) => setBusy(form, false)));
document.addEventListener("htmx:beforeRequest", (event) => event.target.matches("form") && setBusy(event.target, true));
document.addEventListener("htmx:afterRequest", (event) => event.target.matches("form") && setBusy(event.target, false));

// What saves by itself is silent once its form has been sent: its late answer would lead away from where the form leads.
for (const moment of ["htmx:beforeRequest", "htmx:beforeOnLoad"]) {
  document.addEventListener(moment, (event) => {
    const form = event.target.closest("form[data-busy]");
    if (form && form !== event.target) event.preventDefault();
  });
}

document.addEventListener("htmx:load", (event) => { startCounting(event.target); focusErrors(event.target); });

startCounting(document);
fillTimeZone(document);
focusErrors(document);
