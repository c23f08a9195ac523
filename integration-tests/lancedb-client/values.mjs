// Between JSON and Arrow. A type is a name ("int64", "utf8", ...) or one of
// {"required": T}, {"list": T}, {"vector": 4, "of": "float32"}, {"struct": {"name": T}}, {"map": [K, V]}, {"decimal": [10, 2]}, {"fixedBinary": 16}.

import { createRequire } from "node:module";

// The same copy that the client loads; it does not know the classes of another.
export const arrow = createRequire(import.meta.url)("apache-arrow");

const names = {
  bool: () => new arrow.Bool(),
  int8: () => new arrow.Int8(),
  int16: () => new arrow.Int16(),
  int32: () => new arrow.Int32(),
  int64: () => new arrow.Int64(),
  uint8: () => new arrow.Uint8(),
  uint16: () => new arrow.Uint16(),
  uint32: () => new arrow.Uint32(),
  uint64: () => new arrow.Uint64(),
  float16: () => new arrow.Float16(),
  float32: () => new arrow.Float32(),
  float64: () => new arrow.Float64(),
  utf8: () => new arrow.Utf8(),
  largeUtf8: () => new arrow.LargeUtf8(),
  binary: () => new arrow.Binary(),
  largeBinary: () => new arrow.LargeBinary(),
  date32: () => new arrow.DateDay(),
  timestamp: () => new arrow.TimestampMicrosecond(),
  timestampUtc: () => new arrow.TimestampMicrosecond("UTC"),
};

function fromType(type) {
  if (typeof type === "string") return names[type]();
  if (type.list) return new arrow.List(item(type.list));
  if (type.vector) return new arrow.FixedSizeList(type.vector, item(type.of));
  if (type.struct) return new arrow.Struct(fields(type.struct));
  if (type.map) return new arrow.Map_(entries(type.map));
  if (type.decimal) return new arrow.Decimal(type.decimal[1], type.decimal[0], 128);
  return new arrow.FixedSizeBinary(type.fixedBinary);
}

/** The fields of {"name": T, ...}; they take nulls unless T is {"required": ...}. */
export const fields = (members) => Object.entries(members).map(([name, type]) => field(name, type));
const field = (name, type) =>
  type.required
    ? new arrow.Field(name, fromType(type.required), false)
    : new arrow.Field(name, fromType(type), true);
const item = (type) => field("item", type);
const entries = ([key, value]) =>
  field("entries", { required: { struct: { key: { required: key }, value } } });

/** A value of JSON as Arrow's builder of the type takes it. Dates are days, timestamps milliseconds since 1970. */
export function toValue(type, value) {
  if (value === null || value === undefined) return null;
  if (arrow.DataType.isInt(type) && type.bitWidth === 64) return BigInt(value);
  if (arrow.DataType.isDate(type)) return new Date(value * 86_400_000);
  if (isBinary(type)) return Buffer.from(value, "base64");
  if (isList(type)) return value.map((v) => toValue(type.children[0].type, v));
  if (arrow.DataType.isStruct(type)) return struct(type, value, toValue);
  if (arrow.DataType.isMap(type)) {
    const valueType = type.children[0].type.children[1].type;
    return new Map(Object.entries(value).map(([k, v]) => [k, toValue(valueType, v)]));
  }
  return value;
}

/** A value of Arrow as JSON has it: the inverse of the above. */
export function toPlain(type, value) {
  if (value === null || value === undefined) return null;
  if (isBinary(type)) return Buffer.from(value).toString("base64");
  if (isList(type)) return Array.from(value, (v) => toPlain(type.children[0].type, v));
  if (arrow.DataType.isStruct(type)) return struct(type, value, toPlain);
  if (arrow.DataType.isMap(type)) {
    const valueType = type.children[0].type.children[1].type;
    return Object.fromEntries(Array.from(value, ([k, v]) => [k, toPlain(valueType, v)]));
  }
  return value;
}

const struct = (type, value, convert) =>
  Object.fromEntries(type.children.map((f) => [f.name, convert(f.type, value[f.name])]));

const isList = (type) => arrow.DataType.isList(type) || arrow.DataType.isFixedSizeList(type);

const isBinary = (type) =>
  arrow.DataType.isBinary(type) ||
  arrow.DataType.isLargeBinary(type) ||
  arrow.DataType.isFixedSizeBinary(type);
