// Follows a job as it runs and opens its result; shows of a lever's form only what the lever takes.
(function () {
  "use strict";
  const box = document.getElementById("job");
  if (box) follow(box);
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
