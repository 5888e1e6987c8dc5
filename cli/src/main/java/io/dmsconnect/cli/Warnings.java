// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/**
 * Shows warnings to people: what a connector waits for, or leaves out. The same warning, numbers
 * aside, comes once in a while only, however often and by however many tasks it is given.
 */
final class Warnings extends AbstractAppender {
    private static final Duration QUIET = Duration.ofMinutes(5);
    private static final int MOST_REMEMBERED = 500;

    private final Consumer<String> say;
    private final Map<String, Long> said =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };

    Warnings(Consumer<String> say) {
        super("warnings", null, null, true, Property.EMPTY_ARRAY);
        this.say = say;
    }

    @Override
    public void append(LogEvent event) {
        String message = event.getMessage().getFormattedMessage().strip();
        if (isNew(message.replaceAll("[0-9]+", "0"))) {
            say.accept("warning: " + message);
        }
    }

    private synchronized boolean isNew(String message) {
        long now = System.nanoTime();
        Long before = said.get(message);
        if (before != null && now - before < QUIET.toNanos()) {
            return false;
        }
        said.put(message, now);
        return true;
    }
}
