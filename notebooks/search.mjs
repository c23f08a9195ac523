// LanceDB's own client on a table that Spark wrote.
//   node search.mjs describe <db_uri> <table_name>
//   node search.mjs search   <db_uri> <table_name>     with the vector as a JSON array on standard input
// It is the client that integration-tests/lancedb-client pins and installs.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const client = new URL("../integration-tests/lancedb-client/package.json", import.meta.url);
const lancedb = createRequire(client)("@lancedb/lancedb");

const [operation, uri, name] = process.argv.slice(2);
const table = await (await lancedb.connect(uri)).openTable(name);

if (operation === "describe") {
  const indices = (await table.listIndices()).map((i) => `${i.indexType} on ${i.columns}`);
  const rows = await table.countRows();
  console.log(`table of ${rows} rows in version ${await table.version()}, index: ${indices.join(", ")}`);
} else {
  const vector = JSON.parse(readFileSync(0, "utf8"));
  const rows = await table
    .search(vector)
    .select(["id", "title", "text", "_distance"])
    .limit(3)
    .toArray();
  for (const { id, title, text, _distance } of rows) {
    console.log(`${_distance.toFixed(3)}  ${id}  ${title}`);
    console.log(`       ${text.replace(/\s+/g, " ").slice(0, 100)} ...`);
  }
}
