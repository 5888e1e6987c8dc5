// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

/** One way to bring a table from a source to a target. */
interface Way {
    /** As {@code --only} and the table name it. */
    String name();

    boolean serves(Pair pair, Shape shape);

    /** True where it makes the target's table itself. */
    boolean createsTable();

    /** The source's columns as they have to arrive. */
    default Shape read(Shape shape) {
        return shape;
    }

    /** The target's columns, in the same order. */
    default Shape written(Shape shape) {
        return shape;
    }

    /**
     * Brings the table, and returns when all of its rows are there. What it starts before the
     * measurement begins, and stops after it, is not in the span.
     *
     * @throws MeasurementFailedException where it does not get there
     */
    Span run(Scene scene) throws Exception;
}
