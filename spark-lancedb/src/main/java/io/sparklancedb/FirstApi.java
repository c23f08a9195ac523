package io.sparklancedb;

import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.error.WriteErrors;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.execution.streaming.Sink;
import org.apache.spark.sql.execution.streaming.Source;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.RelationProvider;
import org.apache.spark.sql.sources.StreamSinkProvider;
import org.apache.spark.sql.sources.StreamSourceProvider;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;

/**
 * What Spark falls back to where a source of its second API does not offer something: here it says
 * what to do instead. Scala's own types stand in these signatures, which are never called from
 * here; where one is another in Scala 2.13, the method is there for both.
 */
abstract class FirstApi implements RelationProvider, StreamSourceProvider, StreamSinkProvider {
  /** Of a table that Spark's own catalog was given; Spark 3.5 asks at its first use only. */
  @Override
  public final BaseRelation createRelation(
      SQLContext context, scala.collection.immutable.Map<String, String> options) {
    throw CatalogErrors.sessionCatalog();
  }

  @Override
  public final scala.Tuple2<String, StructType> sourceSchema(
      SQLContext context,
      scala.Option<StructType> schema,
      String provider,
      scala.collection.immutable.Map<String, String> options) {
    throw TableErrors.noStreamSource();
  }

  @Override
  public final Source createSource(
      SQLContext context,
      String metadataPath,
      scala.Option<StructType> schema,
      String provider,
      scala.collection.immutable.Map<String, String> options) {
    throw TableErrors.noStreamSource();
  }

  @Override
  public final Sink createSink(
      SQLContext context,
      scala.collection.immutable.Map<String, String> options,
      scala.collection.Seq<String> partitionColumns,
      OutputMode mode) {
    throw WriteErrors.noStreamSink();
  }

  /** As above, in Scala 2.13. */
  public final Sink createSink(
      SQLContext context,
      scala.collection.immutable.Map<String, String> options,
      scala.collection.immutable.Seq<String> partitionColumns,
      OutputMode mode) {
    throw WriteErrors.noStreamSink();
  }
}
