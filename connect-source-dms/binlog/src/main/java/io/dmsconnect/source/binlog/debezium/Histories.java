// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.dmsconnect.source.binlog.ShapeHistory;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The histories of the tasks of this process. Debezium makes its history by a class name and
 * strings alone, so that an object can only be handed over through a place like this one.
 */
final class Histories {
    private static final Map<String, ShapeHistory> ALL = new ConcurrentHashMap<>();

    private Histories() {}

    /** The id to find it by, until {@link #remove}. */
    static String add(ShapeHistory history) {
        String id = UUID.randomUUID().toString();
        ALL.put(id, history);
        return id;
    }

    static ShapeHistory get(String id) {
        ShapeHistory history = ALL.get(id);
        if (history == null) {
            throw new IllegalStateException("the task has ended");
        }
        return history;
    }

    static void remove(String id) {
        ALL.remove(id);
    }
}
