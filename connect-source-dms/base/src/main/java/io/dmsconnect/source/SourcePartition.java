// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * A source partition with several members. Connect finds offsets by the partition's serialized
 * form, in the map's own order: it must be the same in every JVM, which that of {@link Map#of} is
 * not, and the one of the maps that Connect's REST API makes of the text again, which are {@link
 * HashMap}s that one member after the other is put into. Else the API shows no offsets, and takes
 * none away.
 */
public final class SourcePartition {
    private SourcePartition() {}

    /**
     * @param namesAndValues name, value, name, value, ...
     */
    public static Map<String, String> of(String... namesAndValues) {
        Map<String, String> partition = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            partition.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(partition);
    }
}
