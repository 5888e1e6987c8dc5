// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.progress;

import java.util.ArrayList;
import java.util.List;

/**
 * A secondary object of the source that is not on the target, or not quite as it was.
 *
 * @param table on the target
 * @param state {@code waiting}, {@code created} or {@code not created}
 * @param remark why, or what is different
 */
public record ObjectNote(String table, String kind, String name, String state, String remark) {
    private static final String WAITING = "waiting";

    /** Lines for people; empty where there is nothing to say. */
    public static List<String> lines(List<ObjectNote> notes, int most) {
        List<String> lines = new ArrayList<>();
        if (notes.isEmpty()) {
            return lines;
        }
        lines.add(
                "Of the source's indexes, keys, defaults and the like, these are to be looked at:");
        notes.stream().limit(most).map(ObjectNote::line).forEach(lines::add);
        if (notes.size() > most) {
            lines.add(
                    "  and %d more, in the control table awsdms_connect_objects"
                            .formatted(notes.size() - most));
        }
        return lines;
    }

    private String line() {
        String why = state.equals(WAITING) ? "waits until its tables are complete" : remark;
        return "  %s, %s %s: %s%s"
                .formatted(
                        table,
                        kind,
                        name,
                        state.equals(WAITING) ? "" : state + ": ",
                        why.isEmpty() ? "no reason is known" : why);
    }
}
