package io.sparklancedb.filter;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** The same predicate as Spark pushes it down and as Spark evaluates it itself. */
record RandomPredicate(Predicate pushed, Column evaluated) {}
