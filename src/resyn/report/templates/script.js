// Without this script everything is there; with it, the list can be narrowed.
(function () {
  var form = document.querySelector("form.filter");
  if (!form) return;
  form.hidden = false;
  var entries = Array.prototype.slice.call(document.querySelectorAll("details.entry"));
  var groups = Array.prototype.slice.call(document.querySelectorAll("section.group"));
  var texts = entries.map(function (entry) { return entry.querySelector("summary").textContent.toLowerCase(); });
  var count = form.querySelector("output");
  function apply() {
    var words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var selects = Array.prototype.slice.call(form.querySelectorAll("select"));
    var shown = 0;
    entries.forEach(function (entry, index) {
      var fits = words.every(function (word) { return texts[index].indexOf(word) >= 0; }) &&
        selects.every(function (select) {
          return !select.value || (entry.getAttribute("data-" + select.name) || "").split("|").indexOf(select.value) >= 0;
        });
      entry.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    groups.forEach(function (group) { group.hidden = !group.querySelector("details.entry:not([hidden])"); });
    count.textContent = shown + " of " + entries.length;
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  function open() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") { target.hidden = false; target.open = true; target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", open);
  apply();
  open();
})();
