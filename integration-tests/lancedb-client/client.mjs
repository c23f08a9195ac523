// The real LanceDB client as a child process: a line of JSON in, a line of JSON out, in order.
// In:  {"op": "count", "uri": "/tmp/db", "table": "docs", ...}    Out: {"ok": <value>} or {"error": "<message>"}
// 64-bit integers and decimals go out as JSON numbers with all their digits, binary values as base64.

import * as lancedb from "@lancedb/lancedb";
import { createInterface } from "node:readline";
import { arrow, fields, toPlain, toValue } from "./values.mjs";

const connections = new Map();

async function connect(uri) {
  if (!connections.has(uri)) {
    connections.set(uri, await lancedb.connect(uri, { readConsistencyInterval: 0 }));
  }
  return connections.get(uri);
}

const open = async ({ uri, table }) => (await connect(uri)).openTable(table);

/** Rows of JSON as a table of the given Arrow schema; without a schema the client guesses it. */
function arrowTable(rows, schema) {
  if (!schema) {
    return rows;
  }
  const columns = schema.fields.map(({ name, type }) => [
    name,
    arrow.vectorFromArray(rows.map((row) => toValue(type, row[name])), type),
  ]);
  return new arrow.Table(schema, Object.fromEntries(columns));
}

const filtered = (query, { where, select, limit }) => {
  if (where) query = query.where(where);
  if (select) query = query.select(select);
  if (limit) query = query.limit(limit);
  return query;
};

const rowsOf = async (query) => {
  const table = await query.toArrow();
  const fields = table.schema.fields;
  return table.toArray().map((row) =>
    Object.fromEntries(fields.map((f) => [f.name, toPlain(f.type, row[f.name])])),
  );
};

const operations = {
  createTable: async ({ uri, table, rows, types }) => {
    const database = await connect(uri);
    const schema = types && new arrow.Schema(fields(types));
    const created = rows.length
      ? await database.createTable(table, arrowTable(rows, schema))
      : await database.createEmptyTable(table, schema);
    return created.version();
  },
  dropTable: async ({ uri, table }) => (await connect(uri)).dropTable(table),
  tableNames: async ({ uri }) => (await connect(uri)).tableNames(),
  count: async (c) => (await open(c)).countRows(c.where),
  version: async (c) => (await open(c)).version(),
  schema: async (c) =>
    (await (await open(c)).schema()).fields.map((f) => ({
      name: f.name,
      type: String(f.type),
      nullable: f.nullable,
      metadata: Object.fromEntries(f.metadata),
    })),
  rows: async (c) => rowsOf(filtered((await open(c)).query(), c)),
  explainPlan: async (c) => filtered((await open(c)).query(), c).explainPlan(true),
  vectorSearch: async (c) => {
    const query = (await open(c)).query().nearestTo(c.vector).column(c.column);
    return rowsOf(filtered(query, c));
  },
  textSearch: async (c) =>
    rowsOf(filtered((await open(c)).query().fullTextSearch(c.text, { columns: [c.column] }), c)),
  /** A phrase, or words, in one column or several. */
  textQuery: async (c) => {
    const query = c.phrase
      ? new lancedb.PhraseQuery(c.text, c.columns[0])
      : c.columns.length > 1
        ? new lancedb.MultiMatchQuery(c.text, c.columns, { operator: c.operator })
        : new lancedb.MatchQuery(c.text, c.columns[0], {
            operator: c.operator,
            fuzziness: c.fuzziness,
          });
    return rowsOf(filtered((await open(c)).query().fullTextSearch(query), c));
  },
  add: async (c) => {
    const table = await open(c);
    return table.add(arrowTable(c.rows, await table.schema()));
  },
  mergeInsert: async (c) => {
    const table = await open(c);
    return table
      .mergeInsert(c.on)
      .whenMatchedUpdateAll()
      .whenNotMatchedInsertAll()
      .execute(arrowTable(c.rows, await table.schema()));
  },
  delete: async (c) => (await open(c)).delete(c.where),
  createIndex: async (c) =>
    (await open(c)).createIndex(c.column, { config: lancedb.Index[c.kind](c.options) }),
  listIndices: async (c) => (await open(c)).listIndices(),
  optimize: async (c) => (await open(c)).optimize(),
  setPrimaryKey: async (c) => (await open(c)).setUnenforcedPrimaryKey(c.column),
};

/** JSON text in which a bigint is a number. */
function json(value) {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(json).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value).filter(([, v]) => v !== undefined);
    return `{${members.map(([k, v]) => `${JSON.stringify(k)}:${json(v)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const command = JSON.parse(line);
    answer = { ok: (await operations[command.op](command)) ?? null };
  } catch (problem) {
    answer = { error: String(problem?.message ?? problem) };
  }
  process.stdout.write(json(answer) + "\n");
}
