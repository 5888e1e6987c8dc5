// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a measurement happens.
 *
 * @param count of tables of this shape
 * @param rows of each
 * @param folder empty, for whatever the way has to write
 * @param lifetime the longest it may take
 * @param heap of a worker, as the JVM's option has it
 */
record Scene(
        Database source,
        Database target,
        Shape shape,
        int count,
        long rows,
        Path folder,
        Duration lifetime,
        String heap) {}
