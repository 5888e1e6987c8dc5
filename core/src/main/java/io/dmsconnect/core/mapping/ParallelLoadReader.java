// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.dmsconnect.core.mapping.ParallelLoad.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads object {@code parallel-load}. */
final class ParallelLoadReader {
    private static final int MOST_COLUMNS = 10;
    private static final Set<String> MEMBERS =
            Set.of(
                    "partitions",
                    "subpartitions",
                    "columns",
                    "boundaries",
                    "segment-names",
                    "number-of-partitions",
                    "collection-count-from-metadata",
                    "max-records-skip-per-page",
                    "batch-size");

    private final Members object;

    private ParallelLoadReader(Members object) {
        this.object = object;
    }

    static ParallelLoad read(Members object) {
        return new ParallelLoadReader(object).read();
    }

    private ParallelLoad read() {
        Type type = type();
        List<String> partitions = List.of();
        List<String> subpartitions = List.of();
        List<String> columns = List.of();
        List<List<String>> boundaries = List.of();
        List<String> segmentNames = List.of();
        Optional<Integer> number = Optional.empty();
        switch (type) {
            case PARTITIONS_LIST -> {
                partitions = object.texts("partitions");
                subpartitions = object.texts("subpartitions");
                if (!object.has("partitions") && !object.has("subpartitions")) {
                    object.problem(
                            "partitions", "is missing; it has to be an array of partition names");
                }
                twice("partitions", partitions);
                twice("subpartitions", subpartitions);
            }
            case RANGES -> {
                columns = columns();
                boundaries = boundaries(columns.size());
                segmentNames = segmentNames(boundaries.size());
            }
            case PARTITIONS_AUTO -> {
                number = object.number("number-of-partitions", 1, Integer.MAX_VALUE);
                object.flag("collection-count-from-metadata");
                object.number("max-records-skip-per-page", 1, Integer.MAX_VALUE);
                object.number("batch-size", 0, Integer.MAX_VALUE);
            }
            case NONE, SUBPARTITIONS_AUTO -> {}
        }
        object.warnOfRest(MEMBERS);
        return new ParallelLoad(
                type, partitions, subpartitions, columns, boundaries, segmentNames, number);
    }

    private Type type() {
        String text = object.text("type").orElse("none");
        return switch (text) {
            case "none" -> Type.NONE;
            case "partitions-auto" -> Type.PARTITIONS_AUTO;
            case "subpartitions-auto" -> Type.SUBPARTITIONS_AUTO;
            case "partitions-list" -> Type.PARTITIONS_LIST;
            case "ranges" -> Type.RANGES;
            default -> {
                object.problem(
                        "type",
                        ("'%s' is none of none, partitions-auto, subpartitions-auto,"
                                        + " partitions-list, ranges")
                                .formatted(Members.shown(text)));
                yield Type.NONE;
            }
        };
    }

    private void twice(String member, List<String> names) {
        if (new HashSet<>(names).size() < names.size()) {
            object.problem(member, "names one twice: its rows would be read twice");
        }
    }

    private List<String> columns() {
        List<String> columns = object.texts("columns");
        if (!object.has("columns")) {
            object.problem("columns", "is missing; it has to be an array of column names");
        } else if (columns.size() > MOST_COLUMNS) {
            object.problem("columns", "are %d, 10 at most are possible".formatted(columns.size()));
        }
        twice("columns", columns);
        return columns;
    }

    private List<List<String>> boundaries(int columns) {
        List<List<String>> boundaries = new ArrayList<>();
        JsonNode value = object.value("boundaries");
        if (!value.isArray()) {
            object.problem(
                    "boundaries",
                    "%s an array of arrays, each with one value a column, such as [[\"1000\"]]"
                            .formatted(
                                    value.isMissingNode()
                                            ? "is missing; it has to be"
                                            : "has to be"));
            return boundaries;
        }
        for (int i = 0; i < value.size(); i++) {
            String member = SourceLines.element("boundaries", i);
            List<String> boundary = boundary(value.get(i), member);
            if (boundary.size() != columns && columns > 0 && value.get(i).isArray()) {
                object.problem(
                        member,
                        "has %d values; columns are %d".formatted(boundary.size(), columns));
            }
            if (i > 0 && isBelow(boundary, boundaries.get(i - 1))) {
                object.warning(member, "is not above the one before: a segment would be empty");
            }
            boundaries.add(boundary);
        }
        return boundaries;
    }

    private List<String> boundary(JsonNode values, String member) {
        List<String> boundary = new ArrayList<>();
        if (!values.isArray()) {
            object.problem(member, "has to be an array, not " + Members.nameOf(values));
            return boundary;
        }
        for (int i = 0; i < values.size(); i++) {
            JsonNode value = values.get(i);
            if (value.isContainerNode() || value.isNull()) {
                object.problem(
                        SourceLines.element(member, i),
                        "has to be a text, not " + Members.nameOf(value));
            }
            boundary.add(value.asText());
        }
        return boundary;
    }

    /** Not above; as numbers where both are, else as texts, which is a guess. */
    private static boolean isBelow(List<String> boundary, List<String> before) {
        for (int i = 0; i < Math.min(boundary.size(), before.size()); i++) {
            int order = compare(boundary.get(i), before.get(i));
            if (order != 0) {
                return order < 0;
            }
        }
        return true;
    }

    private static int compare(String one, String other) {
        String number = "-?[0-9]{1,100}(\\.[0-9]{1,100})?";
        return one.matches(number) && other.matches(number)
                ? new BigDecimal(one).compareTo(new BigDecimal(other))
                : ValueOrder.codePoints(one, other);
    }

    private List<String> segmentNames(int boundaries) {
        List<String> names = object.texts("segment-names");
        if (!names.isEmpty() && names.size() != boundaries + 1) {
            object.problem(
                    "segment-names",
                    "are %d; %d boundaries make %d segments"
                            .formatted(names.size(), boundaries, boundaries + 1));
        }
        return names;
    }
}
