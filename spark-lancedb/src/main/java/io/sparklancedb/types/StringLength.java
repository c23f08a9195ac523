package io.sparklancedb.types;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.VarcharType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The length with which a field of strings was declared, kept in its metadata under the key and in
 * the words that Spark has for it.
 */
public record StringLength(Kind kind, int characters) {
  private static final String KEY = "__CHAR_VARCHAR_TYPE_STRING";
  private static final Pattern TEXT = Pattern.compile("(char|varchar)\\((\\d{1,9})\\)");
  private static final UTF8String BLANK = UTF8String.fromString(" ");

  /** What becomes of shorter strings. */
  public enum Kind {
    /** They are filled up with blanks. */
    CHAR,
    /** They stay as they are. */
    VARCHAR
  }

  /** Of a field of a table; other writers may mean something else by the key. */
  public static Optional<StringLength> of(Field field) {
    String text = field.getMetadata().get(KEY);
    Matcher matcher = TEXT.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Kind kind = Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
    return Optional.of(new StringLength(kind, Integer.parseInt(matcher.group(2))));
  }

  /** Empty for other types, and from Spark 4.2 on for a string with a length and a collation. */
  static Optional<StringLength> of(DataType type) {
    StringLength length =
        type instanceof CharType fixed
            ? new StringLength(Kind.CHAR, fixed.length())
            : type instanceof VarcharType varying
                ? new StringLength(Kind.VARCHAR, varying.length())
                : null;
    return Optional.ofNullable(length).filter(found -> found.type().equals(type));
  }

  DataType type() {
    return kind == Kind.CHAR ? CharType.apply(characters) : VarcharType.apply(characters);
  }

  Map<String, String> metadata() {
    return Map.of(KEY, toString().toLowerCase(Locale.ROOT));
  }

  /** As Spark stores it: blanks beyond the length are cut. Null for a string that is too long. */
  public UTF8String fitted(UTF8String value) {
    int length = value.numChars();
    if (length <= characters) {
      return kind == Kind.CHAR && length < characters ? value.rpad(characters, BLANK) : value;
    }
    boolean isBlank = value.substring(characters, length).trimRight().numBytes() == 0;
    return isBlank ? value.substring(0, characters) : null;
  }

  /** The columns as strings of any length, for values that are not checked. */
  public static Schema ignoredIn(Schema schema) {
    return new Schema(ignoredIn(schema.getFields()), schema.getCustomMetadata());
  }

  private static List<Field> ignoredIn(List<Field> fields) {
    return fields.stream().map(StringLength::ignoredIn).toList();
  }

  private static Field ignoredIn(Field field) {
    Map<String, String> metadata = new HashMap<>(field.getMetadata());
    metadata.remove(KEY);
    return new Field(
        field.getName(),
        new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata),
        ignoredIn(field.getChildren()));
  }

  @Override
  public String toString() {
    return kind + "(" + characters + ")";
  }
}
