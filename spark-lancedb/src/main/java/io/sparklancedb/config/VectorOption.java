package io.sparklancedb.config;

import java.util.Optional;

/**
 * What {@code vector.<column>} says.
 *
 * @param dimension values in each vector, at least 1
 * @param elementBits 16, 32 or 64; empty when the option leaves it to the DataFrame's own element
 *     type
 */
public record VectorOption(int dimension, Optional<Integer> elementBits) {}
