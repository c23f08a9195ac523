package io.sparklancedb.write;

import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.ComparedField;
import io.sparklancedb.types.ScannableColumns;
import io.sparklancedb.types.StructDifference;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.StructType;

/** Finds the columns in which written rows are compared with those of the table. */
record ComparedColumns(StructType rowType, WriteConfig config, CaseSensitivity names) {
  /** By the names of the table, without the key, which is the same. */
  List<ComparedField> of(TaskPlan plan) {
    List<String> chosen = chosen(plan.notStored());
    Schema written = plan.target().with(Map.of());
    List<Field> fields =
        written.getFields().stream()
            .filter(field -> !field.getName().equals(plan.keyColumn()))
            .filter(field -> isAmong(chosen, field.getName(), TargetSchema.names(written)))
            .toList();
    ScannableColumns.require(fields);
    StructDifference difference = new StructDifference(names);
    Stream<ComparedField> known =
        fields.stream().map(field -> difference.compared(field, rowType, written));
    Stream<ComparedField> undimensioned =
        plan.target().undimensioned().stream()
            .filter(chosen::contains)
            .sorted()
            .map(ComparedField::whole);
    return Stream.concat(known, undimensioned).toList();
  }

  private boolean isAmong(List<String> chosen, String column, Collection<String> written) {
    return names
        .find(column, Arrays.asList(rowType.fieldNames()), written)
        .filter(chosen::contains)
        .isPresent();
  }

  /** By the names of the rows. */
  private List<String> chosen(Set<String> notStored) {
    List<String> all = Arrays.asList(rowType.fieldNames());
    return config
        .compareColumns()
        .map(columns -> columns.stream().map(column -> chosen(column, all, notStored)).toList())
        .orElse(all);
  }

  private String chosen(String column, List<String> all, Set<String> notStored) {
    String found =
        names
            .find(column, all, Set.of())
            .orElseThrow(
                () -> WriteErrors.unknownColumn("compare_columns", column, String.join(", ", all)));
    if (notStored.contains(found)) {
      throw WriteErrors.comparedNotStored(column);
    }
    return found;
  }
}
