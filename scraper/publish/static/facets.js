/* What Datasette's table.js asks for: whether a column may be counted. It comes before that file. */
/* exported DATASETTE_ALLOW_FACET */
var DATASETTE_ALLOW_FACET =
  document.querySelector('meta[name="datasette-allow-facet"]')?.content === "true";
