package io.sparklancedb.write;

import io.sparklancedb.config.LanceDbOptions;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.layout.LanceLayout;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.DeltaWriteBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperationInfo;
import org.apache.spark.sql.connector.write.SupportsDelta;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * One statement that changes rows of a table. The primary key tells Spark and the writer which row
 * is meant; in a table without one the row's address does, which holds because what the statement
 * read is what it is committed on.
 */
public final class LanceDbRowLevelOperation implements SupportsDelta {
  private final TableSnapshot table;
  private final RowLevelOperationInfo info;
  private final Function<CaseInsensitiveStringMap, ScanBuilder> scans;
  private final Map<String, String> defaults;

  /**
   * @param table the version that is read and changed
   * @param scans of that version
   * @param defaults options that stand where the statement gives none
   */
  public LanceDbRowLevelOperation(
      TableSnapshot table,
      RowLevelOperationInfo info,
      Function<CaseInsensitiveStringMap, ScanBuilder> scans,
      Map<String, String> defaults) {
    this.defaults = Map.copyOf(defaults);
    this.table = table;
    this.info = info;
    this.scans = scans;
  }

  @Override
  public Command command() {
    return info.command();
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return scans.apply(options);
  }

  @Override
  public NamedReference[] rowId() {
    String key = table.primaryKey().isEmpty() ? LanceLayout.ROW_ADDRESS : table.primaryKey().get(0);
    return new NamedReference[] {Expressions.column("`" + key.replace("`", "``") + "`")};
  }

  @Override
  public DeltaWriteBuilder newWriteBuilder(LogicalWriteInfo write) {
    Map<String, String> options = new HashMap<>(defaults);
    options.putAll(write.options());
    return new LanceDbDeltaWriteBuilder(
        table,
        LanceDbOptions.of(options).writeConfig(),
        write,
        command().name().toLowerCase(Locale.ROOT));
  }

  @Override
  public String description() {
    return "lancedb " + table.reference().address() + " " + command();
  }
}
