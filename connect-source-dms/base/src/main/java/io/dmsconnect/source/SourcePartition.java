// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A source partition with several members. Connect finds offsets by the partition's serialized
 * form, in the map's own order: it must be the same in every JVM, which that of {@link Map#of} is
 * not.
 */
public final class SourcePartition {
    private SourcePartition() {}

    /**
     * @param namesAndValues name, value, name, value, ...
     */
    public static Map<String, String> of(String... namesAndValues) {
        Map<String, String> partition = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            partition.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(partition);
    }
}
