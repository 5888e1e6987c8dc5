// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A part of a table, in the words of the engine that cut it. All slices of a table together are the
 * table, and no two have a row in common.
 *
 * @param place which of the table's parts holds the rows (a partition); empty for the whole table
 * @param condition SQL that its rows meet; empty for all
 * @param layout of the place when it was cut, in the words of the engine: in another layout, place
 *     and condition would be those of other rows; empty where that cannot be
 * @param since position of an earlier reading of this slice, whose rows need not be read again
 *     where they have not changed; empty for all rows
 */
public record Slice(String place, String condition, String layout, String since) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The whole table. */
    public static final Slice WHOLE = new Slice("", "", "", "");

    public Slice {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(since, "since");
    }

    public static Slice where(String condition) {
        return new Slice("", condition, "", "");
    }

    public static Slice of(String place, String condition, String layout) {
        return new Slice(place, condition, layout, "");
    }

    public Slice since(String position) {
        return new Slice(place, condition, layout, position);
    }

    /** Slices as they are kept in a source offset. */
    public static String write(List<Slice> slices) {
        try {
            return JSON.writeValueAsString(
                    slices.stream().map(s -> List.of(s.place, s.condition, s.layout)).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @throws IllegalArgumentException where the text is not what {@link #write} writes
     */
    public static List<Slice> read(String text) {
        try {
            List<Slice> slices = new ArrayList<>();
            for (String[] slice : JSON.readValue(text, String[][].class)) {
                slices.add(of(slice[0], slice[1], slice.length > 2 ? slice[2] : ""));
            }
            return slices;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a table's slices", e);
        }
    }
}
