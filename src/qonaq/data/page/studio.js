// Follows a job as it runs and opens its result; shows of a lever's form only what the lever takes; checks a scenario
// while it is edited.
(function () {
  "use strict";
  const box = document.getElementById("job");
  if (box) follow(box);
  const scenario = document.getElementById("scenario");
  if (scenario) watch(scenario);
  open(); window.addEventListener("hashchange", open);
  for (const choice of document.querySelectorAll("[data-lever]")) { choice.addEventListener("change", () => fit(choice)); fit(choice); }

  function open() {
    const aim = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null, fold = aim && aim.closest("details");
    if (fold && !fold.open) { fold.open = true; aim.scrollIntoView(); }
  }

  function follow(box) {
    const bar = document.getElementById("bar"), told = document.getElementById("step"), wrong = document.getElementById("mistakes");
    const stop = document.getElementById("stop"), words = JSON.parse(box.dataset.words);
    const steps = Array.from(box.querySelectorAll("[data-step]"));
    const events = new EventSource("/jobs/" + box.dataset.job + "/events");
    events.onmessage = (message) => {
      const step = JSON.parse(message.data); bar.max = step.all; bar.value = step.done;
      steps.forEach((li, k) => { li.className = k < step.done ? "done" : k === step.done ? "now" : ""; });
      const now = steps[step.done]; if (now) told.textContent = now.textContent;
    };
    events.addEventListener("end", (message) => {
      events.close();
      const end = JSON.parse(message.data);
      if (end.state === "done") { location.assign("/runs/" + end.run + "/situation"); return; }
      told.textContent = words[end.state] || end.state; stop.hidden = true;
      for (const m of end.mistakes) {
        const div = document.createElement("div"); div.className = "mistake";
        const head = document.createElement("strong"); head.textContent = m.where; div.append(head);
        for (const text of [words.found + " " + m.found, words.allowed + " " + m.allowed, m.do]) { const p = document.createElement("p"); p.textContent = text; div.append(p); }
        wrong.append(div);
      }
    });
  }

  function watch(form) {
    const words = JSON.parse(form.dataset.words), live = document.getElementById("live"), list = document.getElementById("live-wrong");
    let timer = 0, asked = 0, changed = false;
    async function ask() {
      const mine = ++asked; live.textContent = words.checking;
      const answer = await fetch(form.getAttribute("action") + "/check", { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: "application/json" } });
      if (mine !== asked || !answer.ok) return;
      tell((await answer.json()).mistakes);
    }
    function tell(mistakes) {
      for (const field of form.querySelectorAll("[aria-invalid]")) { field.removeAttribute("aria-invalid"); field.removeAttribute("aria-describedby"); }
      list.textContent = ""; live.textContent = mistakes.length ? words.live + " " + mistakes.length : words.fits;
      mistakes.slice(0, 50).forEach((m, k) => {
        const div = document.createElement("div"), field = m.field ? form.elements.namedItem(m.field) : null; div.className = "mistake"; div.id = "wrong-" + k;
        const head = document.createElement(field ? "button" : "strong"); head.textContent = m.where; div.append(head);
        if (field) { head.type = "button"; head.addEventListener("click", () => { field.scrollIntoView({ block: "center" }); field.focus(); }); field.setAttribute("aria-invalid", "true"); field.setAttribute("aria-describedby", div.id); }
        for (const text of [words.found + " " + m.found, words.allowed + " " + m.allowed, m.do]) { const p = document.createElement("p"); p.textContent = text; div.append(p); }
        list.append(div);
      });
    }
    form.addEventListener("input", () => { changed = true; clearTimeout(timer); timer = setTimeout(ask, 500); });
    form.addEventListener("submit", () => { changed = false; });
    window.addEventListener("beforeunload", (e) => { if (changed) e.preventDefault(); });
  }

  function fit(choice) {
    const field = choice.closest("fieldset"), next = field.nextElementSibling;
    if (next && next.matches("fieldset[data-more]")) next.hidden = !choice.value && !next.querySelector("[data-lever]").value;
    const one = choice.selectedOptions[0], part = (name) => field.querySelector("[data-part=" + name + "]");
    const target = one.dataset.target || "";
    part("target").hidden = !choice.value; part("amount").hidden = !one.dataset.unit;
    part("class").hidden = !target.includes("class"); part("to").hidden = choice.value !== "transport";
    for (const group of part("target").querySelectorAll("optgroup")) { const off = Boolean(choice.value) && !target.includes(group.dataset.kind); group.hidden = off; group.disabled = off; }
    const picked = part("target").querySelector("select"); if (picked.selectedOptions[0] && picked.selectedOptions[0].parentElement.disabled) picked.value = "";
    part("amount").querySelector(".unit").textContent = one.dataset.unit ? "(" + one.dataset.unit + ")" : "";
    document.getElementById("range-" + choice.name.split("-")[1]).textContent = one.dataset.unit ? one.dataset.low + " – " + (one.dataset.high || "…") : "";
    const input = part("amount").querySelector("input"); if (!one.dataset.unit) input.value = "";
  }
})();
