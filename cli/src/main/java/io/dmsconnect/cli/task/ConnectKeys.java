// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.json.Spelling;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Member {@code Connect} of a task document: what AWS has no name for, in the words of connectors.
 */
public record ConnectKeys(Map<String, String> values) {
    static final String MEMBER = "Connect";
    private static final String LOCATION = "mapping.location";
    private static final String CHAINED = "mapping.chained";

    private static final String LOAD_RECORDS = "load.records";

    private static final String SEGMENT_BYTES = "load.segment.bytes";

    /** The source connector's default. */
    private static final String SEGMENT_BYTES_DEFAULT = "67108864";

    private static final String NEW_TABLES = "new.tables.check.interval.ms";

    /** The source connector's default. */
    private static final String NEW_TABLES_DEFAULT = "10000";

    /** Any text; a secret. */
    private static final String MASKING_KEY = "mapping.masking.key";

    /** What each key may say, its default first. */
    private static final Map<String, List<String>> KNOWN =
            new TreeMap<>(
                    Map.of(
                            LOCATION,
                            List.of("source", "transform"),
                            CHAINED,
                            List.of("false", "true"),
                            "filter.moves",
                            List.of("apply", "ignore")));

    /** Keys of the source connector, which knows what they may say. */
    private static final Set<String> OF_SOURCE =
            Set.of(
                    "change.value.max.bytes",
                    "debezium.publication.name",
                    "load.batch.bytes",
                    "load.secondary.objects",
                    ConnectKeys.LOAD_RECORDS,
                    ConnectKeys.SEGMENT_BYTES,
                    ConnectKeys.NEW_TABLES);

    /** Keys of the sink connector, which knows what they may say. */
    private static final Set<String> OF_SINK =
            Set.of("target.type.mismatch", "target.type.mismatch.tables");

    public ConnectKeys {
        values = Map.copyOf(values);
    }

    /** Is the source connector to select only, and a transform of it to do the rest? */
    public boolean mapsInTransform() {
        return "transform".equals(values.get(LOCATION));
    }

    /** Are all rules of an object applied? */
    public boolean chained() {
        return "true".equals(values.get(CHAINED));
    }

    /** Of the masks that have one, or a reference to it; empty for none. */
    public String maskingKey() {
        return values.getOrDefault(MASKING_KEY, "");
    }

    /** Do loaded rows travel in the topics of the changes? */
    public boolean loadsRows() {
        return "rows".equals(values.get(LOAD_RECORDS));
    }

    /** The keys that say how rules are applied, sorted, wherever they are. */
    public Map<String, String> ofMappings() {
        Map<String, String> keys = new TreeMap<>(values);
        keys.remove(LOCATION);
        keys.keySet().removeAll(OF_SOURCE);
        keys.keySet().removeAll(OF_SINK);
        return keys;
    }

    /** How often the source connector looks for tables that have come later; zero for never. */
    public Duration newTablesInterval() {
        return Duration.ofMillis(
                Long.parseLong(values.getOrDefault(NEW_TABLES, NEW_TABLES_DEFAULT)));
    }

    /** A larger table is loaded in several segments. */
    public long segmentBytes() {
        return Long.parseLong(values.getOrDefault(SEGMENT_BYTES, SEGMENT_BYTES_DEFAULT));
    }

    /** The keys that only the source connector reads, sorted. */
    public Map<String, String> ofSource() {
        Map<String, String> keys = new TreeMap<>(values);
        keys.keySet().retainAll(OF_SOURCE);
        return keys;
    }

    /** The keys that the sink connector reads, sorted. */
    public Map<String, String> ofSink() {
        Map<String, String> keys = new TreeMap<>(values);
        keys.keySet().retainAll(OF_SINK);
        return keys;
    }

    static ConnectKeys read(Members task, Findings findings) {
        Map<String, String> values = new TreeMap<>();
        Optional<JsonNode> member = task.get(MEMBER);
        if (member.isPresent() && !(member.get() instanceof ObjectNode)) {
            findings.problem(
                    MEMBER,
                    "has to be an object with connector keys, not " + Members.typeOf(member.get()));
        } else if (member.isPresent()) {
            for (Iterator<String> names = member.get().fieldNames(); names.hasNext(); ) {
                String name = names.next();
                value(name, member.get().get(name), findings)
                        .ifPresent(value -> values.put(name, value));
            }
        }
        return new ConnectKeys(values);
    }

    private static Optional<String> value(String name, JsonNode value, Findings findings) {
        String path = MEMBER + "." + name;
        if (name.equals(MASKING_KEY) && value.isTextual()) {
            return Optional.of(value.textValue());
        }
        boolean passedOn = OF_SOURCE.contains(name) || OF_SINK.contains(name);
        if (passedOn && value.isValueNode() && !value.isNull()) {
            return Optional.of(value.asText());
        }
        List<String> allowed = KNOWN.get(name);
        if (allowed == null) {
            findings.problem(
                    path,
                    "is not known; known are "
                            + String.join(", ", known())
                            + Spelling.hint(name, known()));
            return Optional.empty();
        }
        if (!allowed.contains(value.asText())) {
            findings.problem(path, "has to be one of " + String.join(", ", allowed));
            return Optional.empty();
        }
        return Optional.of(value.asText());
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(KNOWN.keySet());
        known.addAll(OF_SOURCE);
        known.addAll(OF_SINK);
        known.add(MASKING_KEY);
        return known;
    }

    /** Names only: the masking key is a secret. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
